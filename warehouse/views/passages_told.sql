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
