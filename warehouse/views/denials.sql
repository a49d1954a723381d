-- What somebody denies, or tells did not happen: who, when, and in which words.
create or replace view denials as
with final as (
    select
        coalesce(said_at, published) as said_at,
        outlet,
        role,
        said_by,
        predicate,
        certainty,
        clause,
        earliest,
        latest,
        url,
        document_id,
        assertion_id
    from assertions_dated
    where polarity = 'NEG'
)
select * from final;
comment on view denials is 'What somebody denies, or tells did not happen: who, when, and in which words';
comment on column denials.said_at is 'When it was said, else when the page was published';
comment on column denials.outlet is 'Registry id of the outlet; null for an article';
comment on column denials.role is 'article or coverage';
comment on column denials.said_by is 'Who denies it, outermost first; empty for the text itself';
comment on column denials.predicate is 'Lemma of what is denied';
comment on column denials.certainty is 'CERTAIN, PROBABLE, POSSIBLE or UNDERSPECIFIED';
comment on column denials.clause is 'The words';
comment on column denials.earliest is 'First instant of when it is said not to have happened; null when open';
comment on column denials.latest is 'Last instant; null when open';
comment on column denials.url is 'Address of the page';
comment on column denials.document_id is 'The document';
comment on column denials.assertion_id is 'The assertion';
