-- A claim's verdict from its findings, in AVeriTeC's four labels (Schlichtkrull et al. 2023).
-- Only evidence from outside the claim counts: its own arithmetic proves nothing about the world.
-- In: claims(claim), findings(claim, evidence, relation). Out: (claim, verdict).
with
outside as (
    select claim, relation from findings where evidence <> claim
),
counted as (
    select
        claims.claim,
        count(*) filter (where outside.relation = 'supports') as supporting,
        count(*) filter (where outside.relation = 'contradicts') as contradicting
    from claims
    left join outside using (claim)
    group by claims.claim
),
final as (
    select
        claim,
        case
            when supporting > 0 and contradicting > 0 then 'conflicting evidence'
            when supporting > 0 then 'supported'
            when contradicting > 0 then 'refuted'
            else 'not enough evidence'
        end as verdict
    from counted
)
select claim, verdict
from final
order by claim
