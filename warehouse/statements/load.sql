-- What `Warehouse.load` runs, in one transaction. Each `incoming_*` is an Arrow table that
-- holds only rows the warehouse lacks.

-- name: known_captures
select capture_id from captures semi join incoming_capture_ids using (capture_id);

-- name: known_extractions
select extraction_id from documents semi join incoming_extraction_ids using (extraction_id);

-- name: known_texts
select
    document_id,
    role,
    canonical_url,
    words_sha256,
    max(version) as version,
    max(reading) as reading
from documents
semi join incoming_addresses using (role, canonical_url)
group by all;

-- name: captures
insert into captures by name select * from incoming_captures;

-- name: documents
insert into documents by name select * from incoming_documents;

-- name: blocks
insert into blocks by name select * from incoming_blocks;

-- name: mentions
insert into mentions by name select * from incoming_mentions;

-- name: dates
insert into dates by name select * from incoming_dates;

-- name: quantities
insert into quantities by name select * from incoming_quantities;

-- name: attributions
insert into attributions by name select * from incoming_attributions;

-- name: assertions
insert into assertions by name select * from incoming_assertions;

-- name: arguments
insert into arguments by name select * from incoming_arguments;

-- name: assertion_sources
insert into assertion_sources by name select * from incoming_assertion_sources;

-- name: assertion_quantities
insert into assertion_quantities by name select * from incoming_assertion_quantities;

-- name: next_numbers
select
    (select coalesce(max(number), 0) + 1 from documents),
    (select coalesce(max(number), 0) + 1 from passages);

-- name: passages
insert into passages by name select * from incoming_passages;

-- name: passage_terms
insert into passage_terms by name select * from incoming_passage_terms;

-- name: passage_names
insert into passage_names by name select * from incoming_passage_names;

-- name: article_claims
insert into article_claims by name select * from incoming_article_claims;

-- name: run_content
select content_sha256 from runs where run_id = $run_id;

-- name: next_sequence
select coalesce(max(sequence), 0) + 1 from runs;

-- name: runs
merge into runs
using incoming_runs on runs.run_id = incoming_runs.run_id
when matched and runs.content_sha256 is distinct from incoming_runs.content_sha256
    then update set content_sha256 = incoming_runs.content_sha256
when not matched then insert by name;

-- name: run_documents
insert into run_documents by name select * from incoming_run_documents;

-- name: run_captures
insert into run_captures by name select * from incoming_run_captures;

-- name: run_coverage
insert into run_coverage by name select * from incoming_run_coverage;

-- name: unread
insert into unread by name select * from incoming_unread;

-- name: citations
insert into citations by name select * from incoming_citations;

-- name: nearest
insert into nearest by name select * from incoming_nearest;

-- name: findings
insert into findings by name select * from incoming_findings;

-- name: verdicts
insert into verdicts by name select * from incoming_verdicts;

-- name: citation_results
insert into citation_results by name select * from incoming_citation_results;

-- name: consistency
insert into consistency by name select * from incoming_consistency;

-- name: conflicts
insert into conflicts by name select * from incoming_conflicts;

-- name: clear_run_documents
delete from run_documents where run_id = $run_id;

-- name: clear_run_captures
delete from run_captures where run_id = $run_id;

-- name: clear_run_coverage
delete from run_coverage where run_id = $run_id;

-- name: clear_unread
delete from unread where run_id = $run_id;

-- name: clear_citations
delete from citations where run_id = $run_id;

-- name: clear_findings
delete from findings where run_id = $run_id;

-- name: clear_verdicts
delete from verdicts where run_id = $run_id;

-- name: clear_citation_results
delete from citation_results where run_id = $run_id;

-- name: clear_nearest
delete from nearest where run_id = $run_id;

-- name: clear_consistency
delete from consistency where run_id = $run_id;

-- name: clear_conflicts
delete from conflicts where run_id = $run_id;

-- name: runs_with_finding
select run_id from findings where finding_id = $finding_id order by run_id;

-- name: review
merge into reviews
using (select $finding_id as finding_id, $decision as decision, $note as note) as said
on reviews.finding_id = said.finding_id
when matched and (reviews.decision, reviews.note) is distinct from (said.decision, said.note)
    then update set decision = said.decision, note = said.note
when not matched then insert by name;

-- name: clear_derivations
delete from derivations where run_id = $run_id;

-- name: keep_derivation
insert into derivations (run_id, key) values ($run_id, $key);
