-- Every sentence that a run could look at, with what it needs to be understood: who says it, where
-- it stands, and the archived capture. said_by runs from the outermost source inwards.
create or replace view passages_by_run as
with final as (
    select
        pages.run_id,
        said.passage_id,
        said.extraction_id,
        said.document_id,
        said.ordinal,
        said.start,
        said."end",
        said.text,
        said.before,
        said.block_kind,
        [source.text for source in said.sources] as said_by,
        [source.entity for source in said.sources] as said_by_entities,
        said.said_at,
        said.names,
        pages.* exclude (run_id, extraction_id, document_id, text)
    from pages_by_run as pages
    join passages as said using (extraction_id)
)
select * from final;
comment on view passages_by_run is 'Every sentence that a run could look at, with who says it, where it stands and the archived capture';
