-- Where outlets disagree with each other, or with an earlier version: newest run of each article.
create or replace view disagreements as
with final as (
    select latest_runs.article_url, conflicts_by_run.*
    from conflicts_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view disagreements is 'Where outlets disagree with each other, or with an earlier version (newest run)';
