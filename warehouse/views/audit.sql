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
    select 'citations', citation_id
    from citations anti join runs using (run_id)
    union all
    select 'citation_assertions', assertion_id
    from citation_assertions anti join assertions_by_run using (run_id, assertion_id)
    union all
    select 'findings: claim', claim_id
    from findings anti join claims_by_run using (run_id, claim_id)
    union all
    select 'findings: evidence', evidence_id
    from findings
    anti join assertions_by_run
        on assertions_by_run.run_id = findings.run_id
        and assertions_by_run.assertion_id = findings.evidence_id
    where evidence_id <> ''
    union all
    select 'citation_results', citation_id
    from citation_results anti join citations using (run_id, citation_id)
),
doubles as (
    select 'twice: assertions' as table_name, assertion_id as id
    from assertions group by extraction_id, assertion_id having count(*) > 1
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
