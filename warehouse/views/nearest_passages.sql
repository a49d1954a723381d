-- The passages that come nearest to each claim, in order, and why: newest run of each article.
create or replace view nearest_passages as
with final as (
    select latest_runs.article_url, nearest_by_run.*
    from nearest_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view nearest_passages is 'The passages that come nearest to each claim, in order, and why (newest run)';
