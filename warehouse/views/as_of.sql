-- The coverage as it could be read at the end of a day: from as_of('2024-10-20'). Of each address
-- the last text that was there by then; a text without a date counts from when it was first seen.
create or replace macro as_of(day) as table
with known as (
    select *
    from document_versions
    where coalesce(published, first_seen) < (day::date + 1)::timestamptz
    qualify row_number() over (partition by canonical_url order by version desc) = 1
),
final as (
    select
        told.outlet,
        told.published,
        told.said_at,
        told.said_by,
        told.text,
        told.title,
        told.url,
        told.passage_id
    from passages_told as told
    semi join known using (extraction_id)
    order by told.published, told.url, told.start
)
select * from final;
comment on macro table as_of is 'The coverage as it could be read at the end of a day: as_of(day)';
