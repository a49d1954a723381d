-- What each article says that a source says, in every run, beside what the source really said.
create or replace view citations_by_run as
with final as (
    select
        citations.run_id,
        citations.citation_id,
        citations.position,
        citations.source.text as source,
        citations.entity,
        citations.outlet,
        coalesce(asked.name, citations.outlet) as outlet_name,
        citations.text as passage,
        citations.start,
        citations."end",
        results.position as result_position,
        results.claim_id,
        claim.clause as claim_clause,
        results.fidelity,
        results.rule,
        results.explanation,
        results.evidence_id,
        nearest.sentence as nearest_sentence,
        nearest.clause_start,
        nearest.clause_end,
        nearest.said_by,
        nearest.outlet as nearest_outlet,
        nearest.outlet_name as nearest_outlet_name,
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
    left join citation_results as results
        on results.run_id = citations.run_id and results.citation_id = citations.citation_id
    left join assertions_by_run as claim
        on claim.run_id = citations.run_id and claim.assertion_id = results.claim_id
    left join assertions_by_run as nearest
        on nearest.run_id = citations.run_id and nearest.assertion_id = results.evidence_id
    left join run_coverage as asked
        on asked.run_id = citations.run_id and asked.outlet = citations.outlet
)
select * from final;
comment on view citations_by_run is 'What each article says that a source says, in every run, beside what the source really said';
