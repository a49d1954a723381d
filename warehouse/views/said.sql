-- All that a source said about an entity between two days, ordered by time:
-- from said('north korea', 'kremlin', '2024-10-01', '2024-12-31'). Null stands for any.
create or replace macro said(entity, source, since, until) as table
with spoken as (
    select distinct extraction_id, assertion_id
    from assertion_sources as speaker
    where lower(speaker.entity) = lower(source)
),
named as (
    select extraction_id, assertion_id from assertion_names where name = lower(entity)
),
final as (
    select
        coalesce(dated.said_at, dated.published) as said_at,
        dated.outlet,
        dated.said_by,
        dated.clause,
        dated.polarity,
        dated.certainty,
        dated.earliest,
        dated.latest,
        dated.url,
        dated.assertion_id
    from assertions_dated as dated
    left join spoken using (extraction_id, assertion_id)
    left join named using (extraction_id, assertion_id)
    where (source is null or spoken.assertion_id is not null
            or (lower(dated.outlet) = lower(source) and len(dated.said_by) = 0))
        and (entity is null or named.assertion_id is not null)
        and (since is null
            or coalesce(dated.said_at, dated.published) >= since::date::timestamptz)
        and (until is null
            or coalesce(dated.said_at, dated.published) < (until::date + 1)::timestamptz)
    order by all
)
select * from final;
comment on macro table said is 'All that a source said about an entity between two days: said(entity, source, since, until)';
