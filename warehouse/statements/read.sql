-- What a run saw, row by row, for the cross-check, its replay and the report.

-- name: run
select * from runs where run_id = $run_id;

-- name: latest_run
select run_id from runs order by sequence desc limit 1;

-- name: runs_by_prefix
select run_id from runs where starts_with(run_id, $run_id) order by sequence;

-- name: previous_run
select earlier.run_id
from runs as later
join runs as earlier
    on earlier.article_url = later.article_url and earlier.sequence < later.sequence
where later.run_id = $run_id
order by earlier.sequence desc
limit 1;

-- name: documents
-- Those the run was given, in their order, then those it retrieved passages from.
with elsewhere as (
    select distinct extraction_id
    from nearest
    anti join run_documents using (run_id, extraction_id)
    where run_id = $run_id
),
given as (
    select documents.* replace (
        run_documents.url as url,
        run_documents.capture_sha256 as capture_sha256,
        run_documents.first_seen as first_seen
    ), run_documents.position as position
    from run_documents
    join documents using (extraction_id)
    where run_documents.run_id = $run_id
),
final as (
    from given
    union all by name
    select documents.*, null as position
    from documents
    semi join elsewhere using (extraction_id)
)
select * from final order by position nulls last, document_id;

-- name: blocks
select blocks.*
from pages_by_run
join blocks using (extraction_id)
where pages_by_run.run_id = $run_id
order by blocks.extraction_id, blocks.position;

-- name: passages
select passages.*
from pages_by_run
join passages using (extraction_id)
left join run_documents as read
    on read.run_id = pages_by_run.run_id and read.extraction_id = pages_by_run.extraction_id
where pages_by_run.run_id = $run_id
order by read.position nulls last, passages.document_id, passages.ordinal;

-- name: article_claims
select claims.*
from runs
join run_documents as read on read.run_id = runs.run_id and read.document_id = runs.article_id
join article_claims as claims using (extraction_id)
where runs.run_id = $run_id
order by claims.number, claims.claim_id;

-- name: nearest
select * from nearest where run_id = $run_id order by claim_id, rank, passage_id;

-- name: consistency
select * from consistency where run_id = $run_id order by position;

-- name: conflicts
select * from conflicts where run_id = $run_id order by position;

-- name: citations
select * from citations where run_id = $run_id order by position;

-- name: findings
select * from findings where run_id = $run_id order by position;

-- name: rejections
select finding_id from reviews where decision = 'reject';

-- name: verdicts
select * from verdicts where run_id = $run_id order by claim_id;

-- name: citation_results
select * from citation_results where run_id = $run_id order by position;

-- name: run_coverage
select * from run_coverage where run_id = $run_id order by position;

-- name: unread
select * from unread where run_id = $run_id order by position;

-- name: derivation
select key from derivations where run_id = $run_id;

-- name: run_content
select content_sha256 from runs where run_id = $run_id;

-- name: mark
-- A name for all that the warehouse holds; null where some run has no derivation that stands.
with told as (
    select 'run' as what, runs.run_id as id, runs.content_sha256 || coalesce(derivations.key, '') as content
    from runs
    left join derivations using (run_id)
    union all
    select 'review', finding_id, decision || chr(31) || note
    from reviews
    union all
    select 'schema', file, sha256
    from migrations
),
final as (
    select
        case
            when (select count(*) from runs) = (select count(*) from derivations)
                then sha256(string_agg(what || chr(31) || id || chr(31) || content, chr(30) order by what, id))
        end as mark
    from told
)
select mark from final;

-- name: runs_told
with articles as (
    select run_id, any_value(documents.title) as title
    from run_documents
    join documents using (extraction_id)
    join runs using (run_id)
    where documents.document_id = runs.article_id
    group by run_id
),
judged as (
    select
        run_id,
        count(*) as claims,
        count(*) filter (verdict = 'refuted') as refuted,
        count(*) filter (verdict = 'supported') as supported
    from verdicts
    group by run_id
),
against as (
    select run_id, count(*) as contradictions
    from findings
    where relation = 'contradicts'
    group by run_id
),
missed as (
    select run_id, count(*) as not_read from unread group by run_id
),
final as (
    select
        run_id,
        sequence,
        article_url,
        coalesce(title, '') as title,
        as_of,
        mode,
        coalesce(claims, 0) as claims,
        coalesce(refuted, 0) as refuted,
        coalesce(supported, 0) as supported,
        coalesce(contradictions, 0) as contradictions,
        coalesce(not_read, 0) as not_read
    from runs
    left join articles using (run_id)
    left join judged using (run_id)
    left join against using (run_id)
    left join missed using (run_id)
)
select * from final order by sequence desc;
