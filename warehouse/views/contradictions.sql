-- Where what was read contradicts a claim, unless a person rejected the finding.
create or replace view contradictions as
with final as (
    select *
    from evidence
    where relation = 'contradicts' and review is distinct from 'reject'
)
select * from final;
comment on view contradictions is 'Where what was read contradicts a claim, unless a person rejected the finding';
comment on column contradictions.article_url is 'Address or path of the article as the user gave it';
comment on column contradictions.run_id is 'The run';
comment on column contradictions.finding_id is 'The finding';
comment on column contradictions.position is 'Order within the run, from 0';
comment on column contradictions.claim_id is 'The claim';
comment on column contradictions.passage_id is 'The passage';
comment on column contradictions.relation is 'supports, contradicts, weaker, superseded or different scope';
comment on column contradictions.kind is 'polarity, action, quantity, date, place, actor, attribution or entailment';
comment on column contradictions.rule is 'What decided it, with its version';
comment on column contradictions.explanation is 'Why, in a sentence';
comment on column contradictions.score is 'Confidence of the decision, in [0, 1]';
comment on column contradictions.details is 'The slots side by side and the entailment scores';
comment on column contradictions.review is 'accept or reject; null where nobody looked';
comment on column contradictions.review_note is 'The reviewer''s reason';
comment on column contradictions.claim_number is 'The claim''s number in the article, from 1';
comment on column contradictions.claim_wording is 'The claim as a sentence that stands alone';
comment on column contradictions.claim_text is 'Its words in the article';
comment on column contradictions.passage is 'The quoted sentence';
comment on column contradictions.before is 'The sentence before it';
comment on column contradictions.start is 'First code point';
comment on column contradictions."end" is 'One past its last code point';
comment on column contradictions.outlet is 'Registry id of the outlet';
comment on column contradictions.outlet_name is 'The outlet''s name';
comment on column contradictions.title is 'Headline of the page';
comment on column contradictions.url is 'Address of the page';
comment on column contradictions.said_by is 'Who says it, outermost first';
comment on column contradictions.said_at is 'When it was said, as known';
comment on column contradictions.published is 'When the page says it was published';
comment on column contradictions.published_source is 'From which field that was read';
comment on column contradictions.published_sure is 'Whether it can be relied on';
comment on column contradictions.captured_at is 'When it was captured';
comment on column contradictions.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column contradictions.warc_file is 'The WARC that holds it';
comment on column contradictions.warc_offset is 'Byte offset of the record in that WARC';
