-- What each article says that a source says, in every run, beside what the source really said.
create or replace view citations_by_run as
with final as (
    select
        citations.run_id,
        citations.citation_id,
        citations.position,
        citations.claim_id,
        claim.number as claim_number,
        claim.wording as claim_wording,
        citations.source.text as source,
        citations.entity,
        citations.outlet,
        coalesce(asked.name, citations.outlet) as outlet_name,
        citations.cue.text as cue,
        citations.text,
        citations.start,
        citations."end",
        results.fidelity,
        results.rule,
        results.explanation,
        results.finding_id,
        results.passage_id,
        nearest.text as passage,
        nearest.before,
        nearest.start as passage_start,
        nearest."end" as passage_end,
        nearest.said_by,
        nearest.said_at,
        nearest.outlet as passage_outlet,
        nearest.outlet_name as passage_outlet_name,
        nearest.title,
        nearest.url,
        nearest.published,
        nearest.published_source,
        nearest.published_sure,
        nearest.captured_at,
        nearest.capture_sha256 as payload_sha256,
        nearest.warc_file,
        nearest.warc_offset
    from citations
    left join citation_results as results using (run_id, citation_id)
    left join claims_by_run as claim
        on claim.run_id = citations.run_id and claim.claim_id = citations.claim_id
    left join passages_by_run as nearest
        on nearest.run_id = citations.run_id and nearest.passage_id = results.passage_id
    left join run_coverage as asked
        on asked.run_id = citations.run_id and asked.outlet = citations.outlet
)
select * from final;
comment on view citations_by_run is 'What each article says that a source says, in every run, beside what the source really said';
comment on column citations_by_run.run_id is 'The run';
comment on column citations_by_run.citation_id is 'The citation';
comment on column citations_by_run.position is 'Order in the article, from 0';
comment on column citations_by_run.claim_id is 'The claim';
comment on column citations_by_run.claim_number is 'The claim''s number in the article, from 1';
comment on column citations_by_run.claim_wording is 'The claim as a sentence that stands alone';
comment on column citations_by_run.source is 'The words that name the source';
comment on column citations_by_run.entity is 'Who that is, folded';
comment on column citations_by_run.outlet is 'Registry id of the outlet that publishes for it; null when no door is known';
comment on column citations_by_run.outlet_name is 'The outlet''s name';
comment on column citations_by_run.cue is 'The words of saying';
comment on column citations_by_run.text is 'The claim with its cue, as the article has it';
comment on column citations_by_run.start is 'First code point';
comment on column citations_by_run."end" is 'One past its last code point';
comment on column citations_by_run.fidelity is 'What the source really said, against the claim';
comment on column citations_by_run.rule is 'What decided it, with its version';
comment on column citations_by_run.explanation is 'Why, in a sentence';
comment on column citations_by_run.finding_id is 'The finding it rests on; empty if none';
comment on column citations_by_run.passage_id is 'The passage that decided it or came nearest; empty if none';
comment on column citations_by_run.passage is 'The quoted sentence';
comment on column citations_by_run.before is 'The sentence before it';
comment on column citations_by_run.passage_start is 'First code point of the passage';
comment on column citations_by_run.passage_end is 'One past its last code point';
comment on column citations_by_run.said_by is 'Who says it, outermost first';
comment on column citations_by_run.said_at is 'When it was said, as known';
comment on column citations_by_run.passage_outlet is 'Registry id of the outlet of the passage';
comment on column citations_by_run.passage_outlet_name is 'Name of that outlet';
comment on column citations_by_run.title is 'Headline of the page';
comment on column citations_by_run.url is 'Address of the page';
comment on column citations_by_run.published is 'When the page says it was published';
comment on column citations_by_run.published_source is 'From which field that was read';
comment on column citations_by_run.published_sure is 'Whether it can be relied on';
comment on column citations_by_run.captured_at is 'When it was captured';
comment on column citations_by_run.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column citations_by_run.warc_file is 'The WARC that holds it';
comment on column citations_by_run.warc_offset is 'Byte offset of the record in that WARC';
