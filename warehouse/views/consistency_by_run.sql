-- Whether the claims of an article hold together, in every run, with the claims' wordings.
create or replace view consistency_by_run as
with held as (
    select run_id, consistency_id, unnest(claim_ids) as claim_id
    from consistency
),
worded as (
    select
        held.run_id,
        held.consistency_id,
        list(claim.number order by claim.number) as claim_numbers,
        list(claim.wording order by claim.number) as wordings
    from held
    join claims_by_run as claim using (run_id, claim_id)
    group by all
),
final as (
    select
        consistency.*,
        coalesce(worded.claim_numbers, []) as claim_numbers,
        coalesce(worded.wordings, []) as wordings
    from consistency
    left join worded using (run_id, consistency_id)
)
select * from final;
comment on view consistency_by_run is 'Whether the claims of an article hold together, in every run, with the claims'' wordings';
