-- The passages that come nearest to each claim of every run, in order, and why.
create or replace view nearest_by_run as
with final as (
    select
        nearest.run_id,
        nearest.claim_id,
        nearest.rank,
        nearest.passage_id,
        nearest.score,
        nearest.why,
        claim.number as claim_number,
        claim.wording as claim_wording,
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
        said.capture_sha256 as payload_sha256,
        said.given
    from nearest
    left join claims_by_run as claim
        on claim.run_id = nearest.run_id and claim.claim_id = nearest.claim_id
    left join passages_by_run as said
        on said.run_id = nearest.run_id
        and said.extraction_id = nearest.extraction_id
        and said.passage_id = nearest.passage_id
)
select * from final;
comment on view nearest_by_run is 'The passages that come nearest to each claim of every run, in order, and why';
