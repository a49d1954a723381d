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
comment on column consistency_by_run.run_id is 'The run';
comment on column consistency_by_run.consistency_id is 'Stable name of the comparison';
comment on column consistency_by_run.position is 'Order within the run, from 0';
comment on column consistency_by_run.kind is 'arithmetic, order, contradiction or headline';
comment on column consistency_by_run.claim_ids is 'The claims held against each other';
comment on column consistency_by_run.holds is 'False where they cannot all be right';
comment on column consistency_by_run.rule is 'What decided it, with its version';
comment on column consistency_by_run.explanation is 'Why, in a sentence';
comment on column consistency_by_run.claim_numbers is 'Their numbers in the article';
comment on column consistency_by_run.wordings is 'Their wordings';
