-- Every counted thing of every text, once, with who told it and when: the newest reading of each.
-- `family` folds the roles of people hurt: killed, wounded, casualties and missing are "toll".
create or replace view numbers as
with final as (
    select
        coalesce(dated.said_at, dated.published) as said_at,
        dated.outlet,
        dated.role as stands_in,
        dated.said_by,
        counted.low,
        counted.high,
        counted.modifier,
        counted.unit,
        counted.per,
        counted.role as happened,
        case
            when counted.role in ('killed', 'wounded', 'casualties', 'missing') then 'toll'
            else counted.role
        end as family,
        dated.polarity,
        dated.certainty,
        dated.clause,
        dated.earliest,
        dated.latest,
        dated.url,
        dated.document_id,
        dated.assertion_id
    from assertions_dated as dated
    join assertion_quantities as counted using (extraction_id, assertion_id)
)
select * from final;
comment on view numbers is 'Every counted thing of every text, once, with who told it and when';
comment on column numbers.said_at is 'When it was said, else when the page was published';
comment on column numbers.outlet is 'Registry id of the outlet; null for an article';
comment on column numbers.stands_in is 'article or coverage';
comment on column numbers.said_by is 'Who says it, outermost first';
comment on column numbers.low is 'Lower bound; null for "up to"';
comment on column numbers.high is 'Upper bound; null for "at least"';
comment on column numbers.modifier is 'exact, about, at least, more than, up to, less than or between';
comment on column numbers.unit is 'Lemma of the counted noun or name of the unit; empty if none';
comment on column numbers.per is 'day, year, ... of a rate; null if none';
comment on column numbers.happened is 'What happened to the counted thing: killed, produced, deployed, ...';
comment on column numbers.family is 'The same, with killed, wounded, casualties and missing folded to toll';
comment on column numbers.polarity is 'NEG where the clause denies it';
comment on column numbers.certainty is 'CERTAIN, PROBABLE, POSSIBLE or UNDERSPECIFIED';
comment on column numbers.clause is 'The words';
comment on column numbers.earliest is 'First instant of when it happened; null when open';
comment on column numbers.latest is 'Last instant; null when open';
comment on column numbers.url is 'Address of the page';
comment on column numbers.document_id is 'The document';
comment on column numbers.assertion_id is 'The assertion';
