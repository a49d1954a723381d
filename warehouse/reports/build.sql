-- What a report is made of, from the views, for one run.

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
    articles.published.sure as published_sure,
    articles.extraction_id
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
select *
from claims_by_run
where run_id = $run_id and kind = 'fact'
order by number, claim_id;

-- name: findings
select *
from evidence_by_run
where run_id = $run_id
order by score desc, position;

-- name: citations
select *
from citations_by_run
where run_id = $run_id
order by position;

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
    coalesce(asked.name, pages.outlet, '') as outlet_name,
    pages.title,
    read.url,
    pages.published.value as published,
    pages.published.source as published_source,
    pages.published.sure as published_sure,
    pages.kind,
    pages.problem,
    pages.text_sha256,
    read.capture_sha256 as payload_sha256,
    held.captured_at,
    held.warc_file,
    held.warc_offset
from run_documents as read
join documents as pages using (extraction_id)
join runs on runs.run_id = read.run_id and runs.article_id <> read.document_id
left join run_coverage as asked on asked.run_id = read.run_id and asked.outlet = pages.outlet
left join captures_by_run as held
    on held.run_id = read.run_id and held.payload_sha256 = read.capture_sha256
where read.run_id = $run_id
order by outlet_name, read.position;

-- name: warc_files
select distinct warc_file
from run_captures
where run_id = $run_id and warc_file <> ''
order by warc_file;
