-- Every page behind a run: those it was given, and those elsewhere in the warehouse that a
-- passage was retrieved from. Where the run's own captures do not hold it, the first that does.
create or replace view pages_by_run as
with given as (
    select run_id, extraction_id, url, capture_sha256, true as given
    from run_documents
),
elsewhere as (
    select distinct
        nearest.run_id,
        nearest.extraction_id,
        documents.url,
        documents.capture_sha256,
        false as given
    from nearest
    join documents using (extraction_id)
    anti join run_documents using (run_id, extraction_id)
),
pages as (
    from given
    union all
    from elsewhere
),
archived as (
    select
        payload_sha256,
        min(captured_at) as captured_at,
        arg_min(warc_file, (captured_at, capture_id)) as warc_file,
        arg_min(warc_offset, (captured_at, capture_id)) as warc_offset
    from captures
    where payload_sha256 <> ''
    group by all
),
final as (
    select
        pages.run_id,
        pages.extraction_id,
        read.document_id,
        pages.given,
        read.role,
        read.outlet,
        coalesce(asked.name, read.outlet) as outlet_name,
        read.title,
        pages.url,
        read.published.value as published,
        read.published.source as published_source,
        read.published.sure as published_sure,
        read.kind,
        read.problem,
        read.text,
        pages.capture_sha256,
        coalesce(held.captured_at, archived.captured_at) as captured_at,
        coalesce(held.warc_file, archived.warc_file) as warc_file,
        coalesce(held.warc_offset, archived.warc_offset) as warc_offset
    from pages
    join documents as read using (extraction_id)
    left join run_coverage as asked
        on asked.run_id = pages.run_id and asked.outlet = read.outlet
    left join captures_by_run as held
        on held.run_id = pages.run_id and held.payload_sha256 = pages.capture_sha256
    left join archived on archived.payload_sha256 = pages.capture_sha256
)
select * from final;
comment on view pages_by_run is 'Every page behind a run: those it was given, and those elsewhere in the warehouse that a passage was retrieved from';
comment on column pages_by_run.run_id is 'The run';
comment on column pages_by_run.extraction_id is 'The reading';
comment on column pages_by_run.document_id is 'The document';
comment on column pages_by_run.given is 'True where the run was given the page; false where it stood in the warehouse already';
comment on column pages_by_run.role is 'article or coverage';
comment on column pages_by_run.outlet is 'Registry id of the outlet';
comment on column pages_by_run.outlet_name is 'The outlet''s name';
comment on column pages_by_run.title is 'Headline of the page';
comment on column pages_by_run.url is 'Address of the page';
comment on column pages_by_run.published is 'When the page says it was published';
comment on column pages_by_run.published_source is 'From which field that was read';
comment on column pages_by_run.published_sure is 'Whether it can be relied on';
comment on column pages_by_run.kind is 'article, live, index, video, post, text or error';
comment on column pages_by_run.problem is 'Why the page could not be read well; null when it could';
comment on column pages_by_run.text is 'The readable text';
comment on column pages_by_run.capture_sha256 is 'Payload SHA-256 of the capture';
comment on column pages_by_run.captured_at is 'When it was captured';
comment on column pages_by_run.warc_file is 'The WARC that holds it';
comment on column pages_by_run.warc_offset is 'Byte offset of the record in that WARC';
