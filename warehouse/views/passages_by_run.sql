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
        coalesce(said.gloss, '') as gloss,
        pages.* exclude (run_id, extraction_id, document_id, text)
    from pages_by_run as pages
    join passages as said using (extraction_id)
)
select * from final;
comment on view passages_by_run is 'Every sentence that a run could look at, with who says it, where it stands and the archived capture';
comment on column passages_by_run.run_id is 'The run';
comment on column passages_by_run.passage_id is 'The passage';
comment on column passages_by_run.extraction_id is 'The reading';
comment on column passages_by_run.document_id is 'The document';
comment on column passages_by_run.ordinal is 'Place among the document''s passages, from 0';
comment on column passages_by_run.start is 'First code point';
comment on column passages_by_run."end" is 'One past its last code point';
comment on column passages_by_run.text is 'The quoted sentence';
comment on column passages_by_run.before is 'The sentence before it';
comment on column passages_by_run.block_kind is 'Kind of the block it stands in';
comment on column passages_by_run.said_by is 'Who says it, outermost first';
comment on column passages_by_run.said_by_entities is 'The same, folded';
comment on column passages_by_run.said_at is 'When it was said, as known';
comment on column passages_by_run.names is 'What its names refer to, aliases folded';
comment on column passages_by_run.gloss is 'The sentence in English words where it is in another language: not a translation; else empty';
comment on column passages_by_run.given is 'True where the run was given the page; false where it stood in the warehouse already';
comment on column passages_by_run.role is 'article or coverage';
comment on column passages_by_run.outlet is 'Registry id of the outlet';
comment on column passages_by_run.outlet_name is 'The outlet''s name';
comment on column passages_by_run.title is 'Headline of the page';
comment on column passages_by_run.url is 'Address of the page';
comment on column passages_by_run.published is 'When the page says it was published';
comment on column passages_by_run.published_source is 'From which field that was read';
comment on column passages_by_run.published_sure is 'Whether it can be relied on';
comment on column passages_by_run.kind is 'article, live, index, video, post, text or error';
comment on column passages_by_run.problem is 'Why the page could not be read well; null when it could';
comment on column passages_by_run.capture_sha256 is 'Payload SHA-256 of the capture';
comment on column passages_by_run.captured_at is 'When it was captured';
comment on column passages_by_run.warc_file is 'The WARC that holds it';
comment on column passages_by_run.warc_offset is 'Byte offset of the record in that WARC';
