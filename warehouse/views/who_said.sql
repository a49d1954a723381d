-- Everything that a source is quoted as saying, wherever it stands: from who_said('kremlin').
-- Matches the folded entity or the outlet itself; case does not matter. Ordered by time.
create or replace macro who_said(wanted) as table
with quoted as (
    select distinct extraction_id, assertion_id
    from assertion_sources
    where lower(entity) = lower(wanted)
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
    left join quoted using (extraction_id, assertion_id)
    where quoted.assertion_id is not null
        or (lower(dated.outlet) = lower(wanted) and len(dated.said_by) = 0)
    order by all
)
select * from final;
comment on macro table who_said is 'Everything that a source is quoted as saying, wherever it stands: who_said(entity)';
