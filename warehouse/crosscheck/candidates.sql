-- Pairs of claim and evidence worth the rules' time: they share a predicate class, a predicate or
-- the counted thing, and at least one name or kind of thing among their arguments.
-- In: predicates(side, assertion, name), concepts(side, assertion, name), units(side, assertion, name)
-- Out: (claim, evidence), each an assertion's ordinal in its side.
with
predicate_pairs as (
    select distinct ours.assertion as claim, theirs.assertion as evidence
    from predicates as ours
    join predicates as theirs on theirs.name = ours.name
    where ours.side = 'claim' and theirs.side = 'evidence'
),
unit_pairs as (
    select distinct ours.assertion as claim, theirs.assertion as evidence
    from units as ours
    join units as theirs on theirs.name = ours.name
    where ours.side = 'claim' and theirs.side = 'evidence'
),
kindred as (
    select claim, evidence from predicate_pairs
    union
    select claim, evidence from unit_pairs
),
concept_pairs as (
    select distinct ours.assertion as claim, theirs.assertion as evidence
    from concepts as ours
    join concepts as theirs on theirs.name = ours.name
    where ours.side = 'claim' and theirs.side = 'evidence'
),
final as (
    select kindred.claim, kindred.evidence
    from kindred
    semi join concept_pairs using (claim, evidence)
)
select claim, evidence
from final
order by claim, evidence
