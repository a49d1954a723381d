-- Each finding of the newest run of each article, beside claim, passage and archived capture.
create or replace view evidence as
with final as (
    select latest_runs.article_url, evidence_by_run.*
    from evidence_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view evidence is 'Each finding of the newest run of each article, beside claim, passage, outlet and archived capture';
