-- How a number was told over time: from quantities_over_time('person', 'killed').
-- Either argument may be null, for any unit or any role. Ordered by when it was said.
create or replace macro quantities_over_time(wanted_unit, wanted_role) as table
with final as (
    select
        said_at,
        outlet,
        stands_in as role,
        low,
        high,
        modifier,
        unit,
        per,
        happened,
        earliest,
        latest,
        said_by,
        clause,
        url,
        assertion_id
    from numbers
    where (wanted_unit is null or unit = wanted_unit)
        and (wanted_role is null or happened = wanted_role)
    order by all
)
select * from final;
comment on macro table quantities_over_time is 'How a number was told over time: quantities_over_time(unit, role)';
