-- What every run could not read, and why.
create or replace view not_read_by_run as
with final as (
    select
        unread.run_id,
        unread.position,
        unread.outlet,
        coalesce(asked.name, unread.outlet) as outlet_name,
        unread.url,
        unread.what,
        unread.why,
        unread.strategy,
        coalesce(asked.terms_forbid, false) as terms_forbid
    from unread
    left join run_coverage as asked
        on asked.run_id = unread.run_id and asked.outlet = unread.outlet
)
select * from final;
comment on view not_read_by_run is 'What every run could not read, and why';
