-- Where the claims of an article cannot all be right: newest run of each article.
create or replace view inconsistencies as
with final as (
    select latest_runs.article_url, consistency_by_run.*
    from consistency_by_run
    join latest_runs using (run_id)
    where not consistency_by_run.holds
)
select * from final;
comment on view inconsistencies is 'Where the claims of an article cannot all be right (newest run)';
