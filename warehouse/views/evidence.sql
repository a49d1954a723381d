-- Each finding of the newest run of each article, beside claim, passage and archived capture.
create or replace view evidence as
with final as (
    select latest_runs.article_url, evidence_by_run.*
    from evidence_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view evidence is 'Each finding of the newest run of each article, beside claim, passage, outlet and archived capture';
comment on column evidence.article_url is 'Address or path of the article as the user gave it';
comment on column evidence.run_id is 'The run';
comment on column evidence.finding_id is 'The finding';
comment on column evidence.position is 'Order within the run, from 0';
comment on column evidence.claim_id is 'The claim';
comment on column evidence.passage_id is 'The passage';
comment on column evidence.relation is 'supports, contradicts, weaker, superseded or different scope';
comment on column evidence.kind is 'polarity, action, quantity, date, place, actor, attribution or entailment';
comment on column evidence.rule is 'What decided it, with its version';
comment on column evidence.explanation is 'Why, in a sentence';
comment on column evidence.score is 'Confidence of the decision, in [0, 1]';
comment on column evidence.details is 'The slots side by side and the entailment scores';
comment on column evidence.review is 'accept or reject; null where nobody looked';
comment on column evidence.review_note is 'The reviewer''s reason';
comment on column evidence.claim_number is 'The claim''s number in the article, from 1';
comment on column evidence.claim_wording is 'The claim as a sentence that stands alone';
comment on column evidence.claim_text is 'Its words in the article';
comment on column evidence.passage is 'The quoted sentence';
comment on column evidence.before is 'The sentence before it';
comment on column evidence.start is 'First code point';
comment on column evidence."end" is 'One past its last code point';
comment on column evidence.outlet is 'Registry id of the outlet';
comment on column evidence.outlet_name is 'The outlet''s name';
comment on column evidence.title is 'Headline of the page';
comment on column evidence.url is 'Address of the page';
comment on column evidence.said_by is 'Who says it, outermost first';
comment on column evidence.said_at is 'When it was said, as known';
comment on column evidence.published is 'When the page says it was published';
comment on column evidence.published_source is 'From which field that was read';
comment on column evidence.published_sure is 'Whether it can be relied on';
comment on column evidence.captured_at is 'When it was captured';
comment on column evidence.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column evidence.warc_file is 'The WARC that holds it';
comment on column evidence.warc_offset is 'Byte offset of the record in that WARC';
