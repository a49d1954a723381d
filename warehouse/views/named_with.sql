-- Who and what is named in one sentence with an entity, most often first: from named_with('kremlin').
create or replace macro named_with(entity) as table
with final as (
    select
        other.name,
        count(*) as sentences,
        count(distinct told.url) as pages,
        list(distinct told.outlet order by told.outlet) as outlets
    from passages_told as told, unnest(told.names) as other(name)
    where list_contains(told.names, lower(entity)) and other.name <> lower(entity)
    group by other.name
    order by sentences desc, other.name
)
select * from final;
comment on macro table named_with is 'Who and what is named in one sentence with an entity: named_with(entity)';
