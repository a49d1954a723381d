-- Each finding of every run beside the claim, the evidence, its outlet and its archived capture.
-- The evidence's columns are null for a finding inside the claim itself (its arithmetic).
create or replace view evidence_by_run as
with final as (
    select
        findings.run_id,
        findings.finding_id,
        findings.position,
        findings.claim_id,
        findings.evidence_id,
        findings.relation,
        findings.kind,
        findings.rule,
        findings.explanation,
        findings.score,
        findings.details,
        reviews.decision as review,
        reviews.note as review_note,
        claim.sentence as claim_sentence,
        claim.clause as claim_clause,
        said.sentence as evidence_sentence,
        said.clause as evidence_clause,
        said.clause_start,
        said.clause_end,
        said.outlet,
        said.outlet_name,
        said.title,
        said.url,
        said.said_by,
        said.published,
        said.published_source,
        said.published_sure,
        said.captured_at,
        said.capture_sha256 as payload_sha256,
        said.warc_file,
        said.warc_offset,
        said.earliest,
        said.latest,
        said.timex,
        said.precision,
        said.basis,
        said.role as evidence_role
    from findings
    left join assertions_by_run as claim
        on claim.run_id = findings.run_id and claim.assertion_id = findings.claim_id
    left join assertions_by_run as said
        on said.run_id = findings.run_id and said.assertion_id = findings.evidence_id
    left join reviews on reviews.finding_id = findings.finding_id
)
select * from final;
comment on view evidence_by_run is 'Each finding of every run beside claim, evidence, outlet and archived capture';
