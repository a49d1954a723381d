-- Every assertion of articles and coverage once, with outlet, time bounds and sources: the newest
-- reading of each text, whichever runs used it.
create or replace view assertions_dated as
with newest as (
    select *
    from documents
    qualify row_number() over (partition by document_id order by reading desc) = 1
),
chains as (
    select extraction_id, assertion_id, list(text order by position) as said_by
    from assertion_sources
    group by all
),
final as (
    select
        said.assertion_id,
        newest.role,
        newest.outlet,
        newest.url,
        newest.version,
        newest.published.value as published,
        newest.published.sure as published_sure,
        said.said_at,
        said.event_time.earliest as earliest,
        said.event_time.latest as latest,
        said.event_time.timex as timex,
        said.event_time.precision as precision,
        said.event_time.basis as basis,
        said.predicate,
        said.polarity,
        said.certainty,
        said.modality,
        coalesce(chains.said_by, []) as said_by,
        substring(newest.text, said.start + 1, said."end" - said.start) as clause,
        said.document_id,
        said.extraction_id
    from newest
    join assertions as said using (extraction_id)
    left join chains using (extraction_id, assertion_id)
)
select * from final;
comment on view assertions_dated is 'Every assertion of articles and coverage once, with outlet, time bounds and sources';
