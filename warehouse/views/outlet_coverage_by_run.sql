-- How much of each outlet every run asked for, received and read, and how often it bore on a claim.
create or replace view outlet_coverage_by_run as
with bearing as (
    select run_id, outlet, count(*) as findings
    from evidence_by_run
    where outlet is not null
    group by all
),
missing as (
    select run_id, outlet, count(*) as unread
    from unread
    group by all
),
final as (
    select
        asked.*,
        coalesce(missing.unread, 0) as unread,
        coalesce(bearing.findings, 0) as findings
    from run_coverage as asked
    left join bearing using (run_id, outlet)
    left join missing using (run_id, outlet)
)
select * from final;
comment on view outlet_coverage_by_run is 'How much of each outlet every run asked for, received and read, and how often it bore on a claim';
