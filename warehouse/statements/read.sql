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
select documents.* replace (
    run_documents.url as url,
    run_documents.capture_sha256 as capture_sha256,
    run_documents.first_seen as first_seen
)
from run_documents
join documents using (extraction_id)
where run_documents.run_id = $run_id
order by run_documents.position;

-- name: blocks
select blocks.*
from run_documents
join blocks using (extraction_id)
where run_documents.run_id = $run_id
order by run_documents.position, blocks.position;

-- name: assertions
select assertions.*
from run_documents
join assertions using (extraction_id)
where run_documents.run_id = $run_id
order by run_documents.position, assertions.ordinal, assertions.assertion_id;

-- name: arguments
select arguments.*
from run_documents
join arguments using (extraction_id)
where run_documents.run_id = $run_id
order by run_documents.position, arguments.assertion_id, arguments.position;

-- name: assertion_sources
select assertion_sources.*
from run_documents
join assertion_sources using (extraction_id)
where run_documents.run_id = $run_id
order by run_documents.position, assertion_sources.assertion_id, assertion_sources.position;

-- name: assertion_quantities
select assertion_quantities.*
from run_documents
join assertion_quantities using (extraction_id)
where run_documents.run_id = $run_id
order by run_documents.position, assertion_quantities.assertion_id, assertion_quantities.position;

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
