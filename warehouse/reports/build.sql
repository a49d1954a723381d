-- What a report is made of, for one run.

-- name: run
select
    runs.run_id,
    runs.article_url,
    runs.as_of,
    runs.mode,
    runs.outlets,
    runs.versions,
    runs.inputs_sha256,
    articles.title,
    articles.text,
    articles.text_sha256,
    articles.published.value as published,
    articles.published.source as published_source,
    articles.published.sure as published_sure
from runs
join run_documents as read
    on read.run_id = runs.run_id and read.document_id = runs.article_id
join documents as articles on articles.extraction_id = read.extraction_id
where runs.run_id = $run_id;

-- name: blocks
select blocks.kind, blocks.start, blocks."end"
from runs
join run_documents as read
    on read.run_id = runs.run_id and read.document_id = runs.article_id
join blocks on blocks.extraction_id = read.extraction_id
where runs.run_id = $run_id
order by blocks.position;

-- name: claims
select
    claim.claim_id,
    claim.number,
    claim.start,
    claim."end",
    claim.sentence_start,
    claim.sentence_end,
    claim.wording,
    claim.kind,
    claim.polarity,
    claim.certainty,
    claim.sources,
    exists (
        select 1
        from mentions
        where mentions.extraction_id = claim.extraction_id
            and mentions.label = 'PERSON'
            and mentions.entity = claim.sources[-1].entity
    ) as said_by_person,
    verdicts.verdict,
    verdicts.confidence,
    verdicts.reason
from runs
join run_documents as read
    on read.run_id = runs.run_id and read.document_id = runs.article_id
join article_claims as claim on claim.extraction_id = read.extraction_id
left join verdicts on verdicts.run_id = runs.run_id and verdicts.claim_id = claim.claim_id
where runs.run_id = $run_id
order by claim.number, claim.claim_id;

-- name: findings
select findings.*, reviews.decision as review, reviews.note as review_note
from findings
left join reviews using (finding_id)
where findings.run_id = $run_id
order by findings.score desc, findings.finding_id;

-- name: nearest
select claim_id, passage_id, why
from nearest
where run_id = $run_id
order by claim_id, rank;

-- name: passages
with told as (
    select passage_id from findings where run_id = $run_id
    union
    select passage_id from nearest where run_id = $run_id
    union
    select passage_id from citation_results where run_id = $run_id
    union
    select left_id from conflicts where run_id = $run_id
    union
    select right_id from conflicts where run_id = $run_id
)
select
    said.passage_id,
    said.extraction_id,
    said.url,
    said.outlet_name,
    said.title,
    said.start,
    said."end",
    said.text,
    said.said_by,
    said.said_by_entities,
    said.said_at,
    said.published,
    said.published_source,
    said.published_sure,
    said.capture_sha256,
    said.gloss,
    documents.language
from passages_by_run as said
join documents using (extraction_id)
semi join told using (passage_id)
where said.run_id = $run_id
qualify row_number() over (partition by said.passage_id order by said.given desc, said.extraction_id) = 1
order by said.passage_id;

-- name: citations
select
    cited.citation_id,
    cited.claim_id,
    cited.source.text as source,
    cited.start,
    cited."end",
    coalesce(asked.name, cited.outlet, '') as outlet_name,
    coalesce(asked.read, 0) as read,
    results.fidelity,
    results.passage_id,
    results.finding_id,
    results.rule,
    results.explanation
from citations as cited
join citation_results as results using (run_id, citation_id)
left join run_coverage as asked
    on asked.run_id = cited.run_id and asked.outlet = cited.outlet
where cited.run_id = $run_id
order by cited.position, results.position;

-- name: consistency
select kind, claim_ids, holds, rule, explanation
from consistency
where run_id = $run_id
order by holds, position;

-- name: conflicts
select kind, relation, left_id, right_id, score, rule, explanation, copies
from conflicts
where run_id = $run_id
order by relation, score desc, position;

-- name: not_read
select *
from not_read_by_run
where run_id = $run_id
order by outlet_name, position;

-- name: coverage
select *
from outlet_coverage_by_run
where run_id = $run_id
order by position;

-- name: pages
select
    pages.extraction_id,
    coalesce(pages.outlet_name, '') as outlet_name,
    pages.title,
    pages.url,
    pages.published,
    pages.published_source,
    pages.published_sure,
    pages.kind,
    pages.problem,
    pages.given,
    pages.capture_sha256 as payload_sha256,
    pages.captured_at,
    pages.warc_file,
    pages.warc_offset
from pages_by_run as pages
where pages.run_id = $run_id and pages.role <> 'article'
order by not pages.given, outlet_name, pages.published nulls last, pages.url, pages.extraction_id;

-- name: warc_files
select distinct warc_file
from run_captures
where run_id = $run_id and warc_file <> ''
order by warc_file;

-- name: numbers
with told as (
    select claim_id, passage_id from findings where run_id = $run_id
    union
    select claim_id, passage_id from nearest where run_id = $run_id
),
contested as (
    select distinct claim_id from findings where run_id = $run_id and kind = 'quantity'
),
counts as (
    select
        quantities.*,
        case
            when role in ('killed', 'wounded', 'casualties', 'missing') then 'toll'
            else role
        end as family
    from quantities
    where unit <> '' and (low is not null or high is not null)
),
ours as (
    select claim.claim_id, claim.number, counts.* exclude (extraction_id, document_id)
    from runs
    join run_documents as read
        on read.run_id = runs.run_id and read.document_id = runs.article_id
    join article_claims as claim on claim.extraction_id = read.extraction_id
    join contested using (claim_id)
    join counts
        on counts.extraction_id = claim.extraction_id
        and counts.start >= claim.start
        and counts."end" <= claim."end"
    where runs.run_id = $run_id
),
theirs as (
    select distinct
        ours.claim_id,
        ours.number,
        said.passage_id,
        coalesce(said.said_at, said.published) as said_at,
        counts.* exclude (extraction_id, document_id)
    from ours
    join told using (claim_id)
    join passages_by_run as said
        on said.passage_id = told.passage_id and said.run_id = $run_id
    join counts
        on counts.extraction_id = said.extraction_id
        and counts.start >= said.start
        and counts."end" <= said."end"
        and counts.unit = ours.unit
        and counts.per is not distinct from ours.per
        and counts.family is not distinct from ours.family
)
select claim_id, number, '' as passage_id, null as said_at, text, low, high, unit, per, role, position
from ours
union all by name
select claim_id, number, passage_id, said_at, text, low, high, unit, per, role, position
from theirs
order by number, passage_id <> '', said_at nulls last, passage_id, position;
