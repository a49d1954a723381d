-- How a number was told over time: from quantities_over_time('person', 'killed').
-- Either argument may be null, for any unit or any role. Ordered by when it was said.
create or replace macro quantities_over_time(wanted_unit, wanted_role) as table
with final as (
    select
        coalesce(dated.said_at, dated.published) as said_at,
        dated.outlet,
        dated.role,
        counted.low,
        counted.high,
        counted.modifier,
        counted.unit,
        counted.per,
        counted.role as happened,
        dated.earliest,
        dated.latest,
        dated.said_by,
        dated.clause,
        dated.url,
        dated.assertion_id
    from assertions_dated as dated
    join assertion_quantities as counted using (extraction_id, assertion_id)
    where (wanted_unit is null or counted.unit = wanted_unit)
        and (wanted_role is null or counted.role = wanted_role)
    order by all
)
select * from final;
comment on macro table quantities_over_time is 'How a number was told over time: quantities_over_time(unit, role)';
