-- Who told at least so many, the earliest first: from first_told(3000, 'person', 'killed').
-- Unit and role may be null, for any.
create or replace macro first_told(least, wanted_unit, wanted_role) as table
with final as (
    select said_at, outlet, said_by, low, high, modifier, unit, happened, clause, url, assertion_id
    from numbers
    where coalesce(low, high) >= least
        and polarity = 'POS'
        and (wanted_unit is null or unit = wanted_unit)
        and (wanted_role is null or happened = wanted_role or family = wanted_role)
    order by said_at nulls last, url, assertion_id
)
select * from final;
comment on macro table first_told is 'Who told at least so many, the earliest first: first_told(least, unit, role)';
