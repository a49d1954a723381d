-- The newest run of each article: what claims, evidence and the other everyday views show.
create or replace view latest_runs as
with numbered as (
    select
        *,
        row_number() over (partition by article_url order by sequence desc) as age
    from runs
),
final as (
    select run_id, sequence, article_id, article_url, as_of, mode, outlets, versions
    from numbered
    where age = 1
)
select * from final;
comment on view latest_runs is 'The newest run of each article';
