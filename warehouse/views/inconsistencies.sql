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
comment on column inconsistencies.article_url is 'Address or path of the article as the user gave it';
comment on column inconsistencies.run_id is 'The run';
comment on column inconsistencies.consistency_id is 'Stable name of the comparison';
comment on column inconsistencies.position is 'Order within the run, from 0';
comment on column inconsistencies.kind is 'arithmetic, order, contradiction or headline';
comment on column inconsistencies.claim_ids is 'The claims held against each other';
comment on column inconsistencies.holds is 'False where they cannot all be right';
comment on column inconsistencies.rule is 'What decided it, with its version';
comment on column inconsistencies.explanation is 'Why, in a sentence';
comment on column inconsistencies.claim_numbers is 'Their numbers in the article';
comment on column inconsistencies.wordings is 'Their wordings';
