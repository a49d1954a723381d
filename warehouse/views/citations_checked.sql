-- What each article says that a source says, beside what the source really said: newest run.
create or replace view citations_checked as
with final as (
    select latest_runs.article_url, citations_by_run.*
    from citations_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view citations_checked is 'What each article says that a source says, beside what the source really said (newest run)';
