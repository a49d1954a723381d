-- Every assertion that a run compared, with its sentence, who said it and where it stands.
-- clause_start and clause_end index `sentence`; said_by runs from the outermost source inwards.
create or replace view assertions_by_run as
with chains as (
    select
        extraction_id,
        assertion_id,
        list(text order by position) as said_by,
        list(entity order by position) as said_by_entities
    from assertion_sources
    group by all
),
counted as (
    select
        extraction_id,
        assertion_id,
        list({low: low, high: high, unit: unit, per: per, role: role, text: text} order by position)
            as quantities
    from assertion_quantities
    group by all
),
final as (
    select
        read.run_id,
        said.assertion_id,
        said.extraction_id,
        said.document_id,
        said.ordinal,
        pages.role,
        pages.outlet,
        coalesce(asked.name, pages.outlet) as outlet_name,
        pages.title,
        read.url,
        pages.published.value as published,
        pages.published.source as published_source,
        pages.published.sure as published_sure,
        held.captured_at,
        read.capture_sha256,
        held.warc_file,
        held.warc_offset,
        substring(
            pages.text, said.sentence_start + 1, said.sentence_end - said.sentence_start
        ) as sentence,
        substring(pages.text, said.start + 1, said."end" - said.start) as clause,
        said.start - said.sentence_start as clause_start,
        said."end" - said.sentence_start as clause_end,
        said.start,
        said."end",
        said.sentence_start,
        said.sentence_end,
        said.block_kind,
        said.predicate,
        said.frames,
        said.polarity,
        said.certainty,
        said.modality,
        coalesce(chains.said_by, []) as said_by,
        coalesce(chains.said_by_entities, []) as said_by_entities,
        coalesce(counted.quantities, []) as quantities,
        said.event_time.earliest as earliest,
        said.event_time.latest as latest,
        said.event_time.timex as timex,
        said.event_time.precision as precision,
        said.event_time.basis as basis,
        said.said_at
    from run_documents as read
    join documents as pages using (extraction_id)
    join assertions as said using (extraction_id)
    left join chains using (extraction_id, assertion_id)
    left join counted using (extraction_id, assertion_id)
    left join run_coverage as asked
        on asked.run_id = read.run_id and asked.outlet = pages.outlet
    left join captures_by_run as held
        on held.run_id = read.run_id and held.payload_sha256 = read.capture_sha256
)
select * from final;
comment on view assertions_by_run is 'Every assertion that a run compared, with its sentence, who said it and where it stands';
