-- What the newest run of each article could not read, and why.
create or replace view not_read as
with final as (
    select latest_runs.article_url, not_read_by_run.*
    from not_read_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view not_read is 'What the newest run of each article could not read, and why';
