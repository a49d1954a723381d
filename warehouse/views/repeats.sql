-- Sentences that several outlets print in the same words, of eight words or more: an agency's copy,
-- or one outlet repeating another. `first_outlet` is whose page has the earliest date.
create or replace view repeats as
with worded as (
    select
        outlet,
        url,
        coalesce(said_at, published) as said_at,
        said_by,
        text,
        trim(regexp_replace(lower(text), '[^\p{L}\p{N}]+', ' ', 'g')) as words
    from passages_told
    where outlet is not null
),
final as (
    select
        any_value(text order by said_at nulls last, outlet, url) as text,
        count(distinct outlet) as outlets,
        count(distinct url) as pages,
        list(distinct outlet order by outlet) as printed_by,
        any_value(outlet order by said_at nulls last, outlet, url) as first_outlet,
        min(said_at) as first_said,
        any_value(said_by order by said_at nulls last, outlet, url) as said_by
    from worded
    where len(string_split(words, ' ')) >= 8
    group by words
    having count(distinct outlet) > 1
)
select * from final;
comment on view repeats is 'Sentences that several outlets print in the same words';
comment on column repeats.text is 'The sentence as the earliest page has it';
comment on column repeats.outlets is 'How many outlets print it';
comment on column repeats.pages is 'On how many pages';
comment on column repeats.printed_by is 'Their registry ids';
comment on column repeats.first_outlet is 'Whose page has the earliest date';
comment on column repeats.first_said is 'That date';
comment on column repeats.said_by is 'Who says it there, outermost first';
