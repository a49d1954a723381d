-- Rows that point at a row that is not there. Always empty in a sound warehouse: it stands in for
-- foreign keys, which would make loading half as slow again and block updates.
create or replace view audit as
with orphans as (
    select 'run_documents' as table_name, extraction_id as id
    from run_documents anti join documents using (extraction_id)
    union all
    select 'run_captures', capture_id
    from run_captures anti join captures using (capture_id)
    union all
    select 'blocks', extraction_id
    from blocks anti join documents using (extraction_id)
    union all
    select 'mentions', extraction_id
    from mentions anti join documents using (extraction_id)
    union all
    select 'assertions', extraction_id
    from assertions anti join documents using (extraction_id)
    union all
    select 'arguments', assertion_id
    from arguments anti join assertions using (extraction_id, assertion_id)
    union all
    select 'assertion_sources', assertion_id
    from assertion_sources anti join assertions using (extraction_id, assertion_id)
    union all
    select 'assertion_quantities', assertion_id
    from assertion_quantities anti join assertions using (extraction_id, assertion_id)
    union all
    select 'passages', passage_id
    from passages anti join documents using (extraction_id)
    union all
    select 'passage_terms', passage::varchar
    from passage_terms anti join passages on passages.number = passage_terms.passage
    union all
    select 'passage_names', passage::varchar
    from passage_names anti join passages on passages.number = passage_names.passage
    union all
    select 'article_claims', claim_id
    from article_claims anti join documents using (extraction_id)
    union all
    select 'citations', citation_id
    from citations anti join runs using (run_id)
    union all
    select 'citations: claim', claim_id
    from citations anti join claims_by_run using (run_id, claim_id)
    union all
    select 'nearest: claim', claim_id
    from nearest anti join claims_by_run using (run_id, claim_id)
    union all
    select 'nearest: passage', passage_id
    from nearest anti join passages using (extraction_id, passage_id)
    union all
    select 'findings: claim', claim_id
    from findings anti join claims_by_run using (run_id, claim_id)
    union all
    select 'findings: passage', passage_id
    from findings anti join passages_by_run using (run_id, passage_id)
    union all
    select 'verdicts', claim_id
    from verdicts anti join claims_by_run using (run_id, claim_id)
    union all
    select 'citation_results', citation_id
    from citation_results anti join citations using (run_id, citation_id)
    union all
    select 'citation_results: passage', passage_id
    from citation_results anti join passages_by_run using (run_id, passage_id)
    where passage_id <> ''
    union all
    select 'conflicts', left_id
    from conflicts
    anti join passages_by_run
        on passages_by_run.run_id = conflicts.run_id
        and passages_by_run.passage_id = conflicts.left_id
    union all
    select 'conflicts', right_id
    from conflicts
    anti join passages_by_run
        on passages_by_run.run_id = conflicts.run_id
        and passages_by_run.passage_id = conflicts.right_id
),
doubles as (
    select 'twice: assertions' as table_name, assertion_id as id
    from assertions group by extraction_id, assertion_id having count(*) > 1
    union all
    select 'twice: passages', passage_id
    from passages group by extraction_id, passage_id having count(*) > 1
    union all
    select 'twice: passage numbers', number::varchar
    from passages group by number having count(*) > 1
    union all
    select 'twice: claims', claim_id
    from article_claims group by extraction_id, claim_id having count(*) > 1
    union all
    select 'twice: findings', finding_id
    from findings group by run_id, finding_id having count(*) > 1
    union all
    select 'twice: verdicts', claim_id
    from verdicts group by run_id, claim_id having count(*) > 1
),
final as (
    select table_name as what, id from orphans
    union all
    select table_name, id from doubles
)
select * from final;
comment on view audit is 'Rows that point at a row that is not there, or stand twice; empty in a sound warehouse';
comment on column audit.what is 'The table, and what is wrong';
comment on column audit.id is 'The row that points nowhere or stands twice';
