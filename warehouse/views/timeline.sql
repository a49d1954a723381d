-- What is told of an entity, in the order in which it is said to have happened:
-- from timeline('north korea'). What has no time of its own stands where it was said.
create or replace macro timeline(entity) as table
with final as (
    select
        coalesce(dated.earliest, dated.latest, dated.said_at, dated.published) as moment,
        dated.earliest,
        dated.latest,
        dated.precision,
        dated.basis,
        dated.outlet,
        dated.said_by,
        dated.clause,
        dated.polarity,
        dated.certainty,
        dated.url,
        dated.assertion_id
    from assertions_dated as dated
    join assertion_names as named using (extraction_id, assertion_id)
    where named.name = lower(entity)
    order by all
)
select * from final;
comment on macro table timeline is 'What is told of an entity, in the order in which it is said to have happened: timeline(entity)';
