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
