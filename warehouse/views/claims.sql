-- What each article claims, with the verdict of its newest run.
create or replace view claims as
with final as (
    select latest_runs.article_url, claims_by_run.*
    from claims_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view claims is 'What each article claims, with the verdict of its newest run';
