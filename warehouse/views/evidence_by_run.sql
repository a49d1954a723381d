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
