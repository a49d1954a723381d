-- Each finding of every run beside the claim, the passage, its outlet and its archived capture.
create or replace view evidence_by_run as
with final as (
    select
        findings.run_id,
        findings.finding_id,
        findings.position,
        findings.claim_id,
        findings.passage_id,
        findings.relation,
        findings.kind,
        findings.rule,
        findings.explanation,
        findings.score,
        findings.details,
        reviews.decision as review,
        reviews.note as review_note,
        claim.number as claim_number,
        claim.wording as claim_wording,
        claim.text as claim_text,
        said.text as passage,
        said.before,
        said.start,
        said."end",
        said.outlet,
        said.outlet_name,
        said.title,
        said.url,
        said.said_by,
        said.said_at,
        said.published,
        said.published_source,
        said.published_sure,
        said.captured_at,
        said.capture_sha256 as payload_sha256,
        said.warc_file,
        said.warc_offset
    from findings
    left join claims_by_run as claim
        on claim.run_id = findings.run_id and claim.claim_id = findings.claim_id
    left join passages_by_run as said
        on said.run_id = findings.run_id and said.passage_id = findings.passage_id
    left join reviews on reviews.finding_id = findings.finding_id
)
select * from final;
comment on view evidence_by_run is 'Each finding of every run beside claim, passage, outlet and archived capture';
comment on column evidence_by_run.run_id is 'The run';
comment on column evidence_by_run.finding_id is 'The finding';
comment on column evidence_by_run.position is 'Order within the run, from 0';
comment on column evidence_by_run.claim_id is 'The claim';
comment on column evidence_by_run.passage_id is 'The passage';
comment on column evidence_by_run.relation is 'supports, contradicts, weaker, superseded or different scope';
comment on column evidence_by_run.kind is 'polarity, action, quantity, date, place, actor, attribution or entailment';
comment on column evidence_by_run.rule is 'What decided it, with its version';
comment on column evidence_by_run.explanation is 'Why, in a sentence';
comment on column evidence_by_run.score is 'Confidence of the decision, in [0, 1]';
comment on column evidence_by_run.details is 'The slots side by side and the entailment scores';
comment on column evidence_by_run.review is 'accept or reject; null where nobody looked';
comment on column evidence_by_run.review_note is 'The reviewer''s reason';
comment on column evidence_by_run.claim_number is 'The claim''s number in the article, from 1';
comment on column evidence_by_run.claim_wording is 'The claim as a sentence that stands alone';
comment on column evidence_by_run.claim_text is 'Its words in the article';
comment on column evidence_by_run.passage is 'The quoted sentence';
comment on column evidence_by_run.before is 'The sentence before it';
comment on column evidence_by_run.start is 'First code point';
comment on column evidence_by_run."end" is 'One past its last code point';
comment on column evidence_by_run.outlet is 'Registry id of the outlet';
comment on column evidence_by_run.outlet_name is 'The outlet''s name';
comment on column evidence_by_run.title is 'Headline of the page';
comment on column evidence_by_run.url is 'Address of the page';
comment on column evidence_by_run.said_by is 'Who says it, outermost first';
comment on column evidence_by_run.said_at is 'When it was said, as known';
comment on column evidence_by_run.published is 'When the page says it was published';
comment on column evidence_by_run.published_source is 'From which field that was read';
comment on column evidence_by_run.published_sure is 'Whether it can be relied on';
comment on column evidence_by_run.captured_at is 'When it was captured';
comment on column evidence_by_run.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column evidence_by_run.warc_file is 'The WARC that holds it';
comment on column evidence_by_run.warc_offset is 'Byte offset of the record in that WARC';
