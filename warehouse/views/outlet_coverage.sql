-- How much of each outlet the newest run of each article asked for, received and read.
create or replace view outlet_coverage as
with final as (
    select latest_runs.article_url, outlet_coverage_by_run.*
    from outlet_coverage_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view outlet_coverage is 'How much of each outlet the newest run of each article asked for, received and read';
