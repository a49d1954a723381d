-- What is otherwise in one run of an article ($later) than in an earlier one ($earlier).

-- name: sentences
-- Sentences that a page had and has no more, or has and had not, where its words are otherwise.
with pages as (
    select run_id, documents.canonical_url, documents.outlet, documents.words_sha256, extraction_id
    from run_documents
    join documents using (extraction_id)
    where run_id in ($earlier, $later) and documents.role = 'coverage'
    qualify row_number() over (partition by run_id, documents.canonical_url order by position) = 1
),
pairs as (
    select
        old.canonical_url,
        new.outlet,
        old.extraction_id as old_id,
        new.extraction_id as new_id
    from pages as old
    join pages as new using (canonical_url)
    where old.run_id = $earlier and new.run_id = $later
        and old.words_sha256 <> new.words_sha256
),
old_ones as (
    select canonical_url, outlet, 'removed' as change, ordinal, text
    from pairs
    join passages on passages.extraction_id = old_id
),
new_ones as (
    select canonical_url, outlet, 'added' as change, ordinal, text
    from pairs
    join passages on passages.extraction_id = new_id
),
final as (
    select * from old_ones anti join new_ones using (canonical_url, text)
    union all
    select * from new_ones anti join old_ones using (canonical_url, text)
)
select outlet, canonical_url, change, ordinal, text
from final
order by canonical_url, change desc, ordinal;

-- name: pages
-- Pages that are read in the later run and were not in the earlier.
with old as (
    select documents.canonical_url
    from run_documents
    join documents using (extraction_id)
    where run_id = $earlier
),
new as (
    select distinct documents.canonical_url, documents.outlet, documents.title
    from run_documents
    join documents using (extraction_id)
    where run_id = $later and documents.role = 'coverage'
),
final as (
    select outlet, canonical_url, title from new anti join old using (canonical_url)
)
select * from final order by outlet, canonical_url;

-- name: verdicts
-- Claims of the same words whose verdict is otherwise.
with told as (
    select verdicts.run_id, article_claims.wording, min(number) as number,
        min(verdict) as verdict, min(reason) as reason
    from verdicts
    join run_documents using (run_id)
    join article_claims using (extraction_id, claim_id)
    where verdicts.run_id in ($earlier, $later)
    group by all
),
final as (
    select new.number, new.wording, old.verdict as before, new.verdict as after, new.reason
    from told as old
    join told as new using (wording)
    where old.run_id = $earlier and new.run_id = $later and old.verdict <> new.verdict
)
select * from final order by number;

-- name: contradictions
-- Findings against a claim that the earlier run had not.
with final as (
    select
        article_claims.number,
        article_claims.wording,
        documents.outlet,
        documents.canonical_url,
        passages.text,
        findings.explanation,
        findings.score
    from findings
    join run_documents on run_documents.run_id = findings.run_id
    join article_claims
        on article_claims.extraction_id = run_documents.extraction_id
        and article_claims.claim_id = findings.claim_id
    join nearest
        on nearest.run_id = findings.run_id
        and nearest.claim_id = findings.claim_id
        and nearest.passage_id = findings.passage_id
    join passages
        on passages.extraction_id = nearest.extraction_id
        and passages.passage_id = findings.passage_id
    join documents on documents.extraction_id = nearest.extraction_id
    where findings.run_id = $later and findings.relation = 'contradicts'
        and findings.finding_id not in (
            select finding_id from findings
            where run_id = $earlier and relation = 'contradicts'
        )
)
select * from final order by number, score desc, canonical_url, text;
