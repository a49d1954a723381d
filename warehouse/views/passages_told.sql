-- Every sentence of the coverage once, with its outlet and its speakers: the newest reading of each
-- text, whichever runs used it.
create or replace view passages_told as
with newest as (
    select *
    from documents
    where role = 'coverage'
    qualify row_number() over (partition by document_id order by reading desc) = 1
),
final as (
    select
        said.passage_id,
        newest.outlet,
        newest.url,
        newest.version,
        newest.title,
        newest.published.value as published,
        newest.published.sure as published_sure,
        said.said_at,
        [source.text for source in said.sources] as said_by,
        said.text,
        said.before,
        said.block_kind,
        said.terms,
        said.names,
        said.start,
        said."end",
        said.document_id,
        said.extraction_id
    from newest
    join passages as said using (extraction_id)
)
select * from final;
comment on view passages_told is 'Every sentence of the coverage once, with its outlet and its speakers';
comment on column passages_told.passage_id is 'The passage';
comment on column passages_told.outlet is 'Registry id of the outlet';
comment on column passages_told.url is 'Address of the page';
comment on column passages_told.version is 'Number of these words at their address';
comment on column passages_told.title is 'Headline of the page';
comment on column passages_told.published is 'When the page says it was published';
comment on column passages_told.published_sure is 'Whether it can be relied on';
comment on column passages_told.said_at is 'When it was said, as known';
comment on column passages_told.said_by is 'Who says it, outermost first';
comment on column passages_told.text is 'The quoted sentence';
comment on column passages_told.before is 'The sentence before it';
comment on column passages_told.block_kind is 'Kind of the block it stands in';
comment on column passages_told.terms is 'Lower-cased lemmas of its content words';
comment on column passages_told.names is 'What its names refer to, aliases folded';
comment on column passages_told.start is 'First code point';
comment on column passages_told."end" is 'One past its last code point';
comment on column passages_told.document_id is 'The document';
comment on column passages_told.extraction_id is 'The reading';
