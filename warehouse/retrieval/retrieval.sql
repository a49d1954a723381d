-- The passages that come near to claims. `asked` is an Arrow table of the claims' words:
-- claim, word, kind ("term" or "name"), telling (a name, a number or a part of a date).
-- Scores are whole millionths, so that sums do not depend on the order of adding up.

-- name: scope
-- The readings that may speak: of each text of the coverage the one that the run saw, else the
-- newest; of the outlets asked for; not later than asked for, unless the run has it.
create or replace temp table scope as
with run_pages as (
    select extraction_id from run_documents where run_id = $run_id
),
pages as (
    select
        documents.number,
        documents.document_id,
        documents.reading,
        documents.outlet,
        documents.canonical_url,
        coalesce(documents.published.value, documents.first_seen.value) as told_at,
        run_pages.extraction_id is not null as in_run
    from documents
    left join run_pages using (extraction_id)
    where documents.role = 'coverage' and documents.number > 0
),
chosen as (
    select *
    from pages
    qualify row_number() over (partition by document_id order by in_run desc, reading desc) = 1
),
final as (
    select number as document
    from chosen
    where ($outlets is null or list_contains($outlets, outlet))
        and (not $only_run or in_run)
        and (in_run or $as_of is null or told_at is null or told_at <= $as_of)
        and canonical_url is distinct from $article_url
)
select * from final;

-- name: scope_size
select count(*) from passages semi join scope using (document);

-- name: frequencies
-- How many passages have each word that is asked for.
create or replace temp table frequencies as
with wanted as (
    select distinct word, kind from asked
),
final as (
    select word, kind, count(*) as passages
    from passage_terms
    join wanted on wanted.word = passage_terms.term and wanted.kind = 'term'
    group by all
    union all
    select word, kind, count(*)
    from passage_names
    join wanted on wanted.word = passage_names.name and wanted.kind = 'name'
    group by all
)
select * from final;

-- name: words
-- A claim's words from the rarest on, until more postings than $most would be read. The mean
-- length of a passage is taken from the counts of postings: reading them all would cost more.
create or replace temp table words as
with sizes as (
    select
        (select count(*) from passages) as passages,
        (select count(*) from passage_terms) + (select count(*) from passage_names) as postings
),
weighed as (
    select
        asked.claim,
        asked.word,
        asked.kind,
        asked.telling,
        ln(1 + (greatest(sizes.passages - found.passages, 0) + 0.5) / (found.passages + 0.5))
            as weight,
        sum(found.passages) over (
            partition by asked.claim order by found.passages, asked.word, asked.kind
            rows unbounded preceding
        ) as reach,
        row_number() over (
            partition by asked.claim order by found.passages, asked.word, asked.kind
        ) as place,
        greatest(sizes.postings / greatest(sizes.passages, 1), 1) as mean_length
    from asked
    join frequencies as found using (word, kind)
    cross join sizes
),
final as (
    select claim, word, kind, telling, weight, mean_length
    from weighed
    where reach <= $most or place = 1
)
select * from final;

-- name: candidates
-- For each claim the $limit best passages by words (BM25, k1 1.2, b 0.75) and the $limit best by
-- the names, numbers and dates that both have; of more that are equally good the first loaded.
create or replace temp table candidates as
with matches as (
    select
        words.claim,
        posted.passage,
        posted.document,
        words.weight,
        words.telling,
        posted.frequency * 2.2
            / (posted.frequency + 1.2 * (0.25 + 0.75 * posted.length / words.mean_length))
            as share
    from passage_terms as posted
    join words on words.word = posted.term and words.kind = 'term'
    semi join scope on scope.document = posted.document
    union all
    select
        words.claim,
        posted.passage,
        posted.document,
        words.weight,
        words.telling,
        2.2 / (1 + 1.2 * (0.25 + 0.75 * posted.length / words.mean_length))
    from passage_names as posted
    join words on words.word = posted.name and words.kind = 'name'
    semi join scope on scope.document = posted.document
),
scored as (
    select
        claim,
        passage,
        any_value(document) as document,
        sum(round(1e6 * weight * share)::bigint)::bigint as lexical,
        coalesce(sum(round(1e6 * weight)::bigint) filter (where telling), 0)::bigint as shared
    from matches
    group by claim, passage
),
ranked as (
    select
        *,
        row_number() over by_words as lexical_place,
        row_number() over by_shared as shared_place
    from scored
    window
        by_words as (partition by claim order by lexical desc, passage),
        by_shared as (partition by claim order by shared desc, lexical desc, passage)
),
final as (
    select claim, passage, document, lexical
    from ranked
    where lexical_place <= $limit or (shared > 0 and shared_place <= $limit)
)
select * from final;

-- name: candidate_pairs
select claim, passage from candidates order by claim, passage;

-- name: candidate_vectors
select number, document, vector
from passages
semi join candidates on candidates.passage = passages.number
where octet_length(vector) = $width
order by number;

-- name: scope_vectors
select number, document, vector
from passages
semi join scope using (document)
where octet_length(vector) = $width
order by number;

-- name: fused
-- `near` is an Arrow table of claim, passage, document, nearness (millionths of a cosine). Words
-- count as a part of what the claim's best passage has; and a page counts by how well its best
-- sentences suit all claims of the article, since what an article claims is of one story.
with together as (
    select
        claim,
        passage,
        coalesce(candidates.document, near.document) as document,
        coalesce(near.nearness, 0) as nearness,
        coalesce(candidates.lexical, 0) as lexical
    from candidates
    full join near using (claim, passage)
),
alone as (
    select
        *,
        rank() over (partition by claim order by nearness desc) as near_rank,
        round(
            $by_meaning * nearness
            + 1e6 * $by_words * lexical
                / greatest(max(lexical) over (partition by claim), 1)
        )::bigint as score
    from together
),
best_of_page as (
    select about.article, claim, document, max(score) as best
    from alone
    join about using (claim)
    group by all
),
suited as (
    select article, document, sum(greatest(best, 0))::bigint as suits
    from best_of_page
    group by all
),
pages as (
    select
        article,
        document,
        suits / greatest(max(suits) over (partition by article), 1) as part
    from suited
),
scored as (
    select
        alone.* exclude (score),
        (alone.score + round(1e6 * $by_page * pages.part)::bigint) / 1e6 as score
    from alone
    join about using (claim)
    join pages using (article, document)
),
final as (
    select claim, passage, score, near_rank, nearness
    from scored
    qualify rank() over (partition by claim order by score desc) <= $limit
)
select * from final;

-- name: chosen
-- `fused` with all that is told of a passage, ties by the passage's id.
select
    fused.claim,
    fused.score,
    fused.near_rank,
    fused.nearness / 1e6 as nearness,
    pages.outlet,
    pages.url,
    pages.title,
    passages.*
from fused
join passages on passages.number = fused.passage
join documents as pages on pages.extraction_id = passages.extraction_id
order by fused.claim, fused.score desc, passages.passage_id;
