-- What each article says that a source says, beside what the source really said: newest run.
create or replace view citations_checked as
with final as (
    select latest_runs.article_url, citations_by_run.*
    from citations_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view citations_checked is 'What each article says that a source says, beside what the source really said (newest run)';
comment on column citations_checked.article_url is 'Address or path of the article as the user gave it';
comment on column citations_checked.run_id is 'The run';
comment on column citations_checked.citation_id is 'The citation';
comment on column citations_checked.position is 'Order in the article, from 0';
comment on column citations_checked.claim_id is 'The claim';
comment on column citations_checked.claim_number is 'The claim''s number in the article, from 1';
comment on column citations_checked.claim_wording is 'The claim as a sentence that stands alone';
comment on column citations_checked.source is 'The words that name the source';
comment on column citations_checked.entity is 'Who that is, folded';
comment on column citations_checked.outlet is 'Registry id of the outlet that publishes for it; null when no door is known';
comment on column citations_checked.outlet_name is 'The outlet''s name';
comment on column citations_checked.cue is 'The words of saying';
comment on column citations_checked.text is 'The claim with its cue, as the article has it';
comment on column citations_checked.start is 'First code point';
comment on column citations_checked."end" is 'One past its last code point';
comment on column citations_checked.fidelity is 'What the source really said, against the claim';
comment on column citations_checked.rule is 'What decided it, with its version';
comment on column citations_checked.explanation is 'Why, in a sentence';
comment on column citations_checked.finding_id is 'The finding it rests on; empty if none';
comment on column citations_checked.passage_id is 'The passage that decided it or came nearest; empty if none';
comment on column citations_checked.passage is 'The quoted sentence';
comment on column citations_checked.before is 'The sentence before it';
comment on column citations_checked.passage_start is 'First code point of the passage';
comment on column citations_checked.passage_end is 'One past its last code point';
comment on column citations_checked.said_by is 'Who says it, outermost first';
comment on column citations_checked.said_at is 'When it was said, as known';
comment on column citations_checked.passage_outlet is 'Registry id of the outlet of the passage';
comment on column citations_checked.passage_outlet_name is 'Name of that outlet';
comment on column citations_checked.title is 'Headline of the page';
comment on column citations_checked.url is 'Address of the page';
comment on column citations_checked.published is 'When the page says it was published';
comment on column citations_checked.published_source is 'From which field that was read';
comment on column citations_checked.published_sure is 'Whether it can be relied on';
comment on column citations_checked.captured_at is 'When it was captured';
comment on column citations_checked.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column citations_checked.warc_file is 'The WARC that holds it';
comment on column citations_checked.warc_offset is 'Byte offset of the record in that WARC';
