-- Ranked full text over the coverage: from search('soldiers killed in Kursk'). BM25 (Robertson and
-- Zaragoza 2009, k1 = 1.2, b = 0.75) over the postings, which hold lemmas: a word of the question
-- also counts without its ending ("killed" finds kill). The best 50 sentences.
create or replace macro search(question) as table
with asked as (
    select distinct word
    from unnest(regexp_extract_all(lower(question), '[\p{L}\p{N}]+')) as split(word)
    union
    select distinct regexp_replace(word, ending, '')
    from
        unnest(regexp_extract_all(lower(question), '[\p{L}\p{N}]+')) as split(word),
        unnest(['s$', 'es$', 'd$', 'ed$', 'ing$', 'ies$']) as cut(ending)
    where length(word) > 3
),
size as (select count(*) as passages, avg(len(terms)) as typical from passages),
held as (
    select passage_terms.term, passage_terms.passage, passage_terms.frequency, passage_terms.length
    from passage_terms
    semi join asked on asked.word = passage_terms.term
),
weights as (
    select
        term,
        ln(1 + (any_value(size.passages) - count(*) + 0.5) / (count(*) + 0.5)) as weight
    from held, size
    group by term
),
scored as (
    select
        held.passage,
        sum(
            weights.weight * held.frequency * 2.2
            / (held.frequency + 1.2 * (0.25 + 0.75 * held.length / size.typical))
        ) as score
    from held
    join weights using (term), size
    group by held.passage
),
final as (
    select
        round(scored.score, 3) as score,
        told.outlet,
        told.published,
        told.said_by,
        told.text,
        told.title,
        told.url,
        told.passage_id
    from scored
    join passages as said on said.number = scored.passage
    join passages_told as told using (extraction_id, passage_id)
    order by score desc, told.passage_id
    limit 50
)
select * from final;
comment on macro table search is 'Ranked full text over the coverage, the best 50 sentences: search(question)';
