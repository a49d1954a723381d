-- Where each payload that a run read is archived: its first capture among those the run had.
create or replace view captures_by_run as
with held as (
    select
        run_captures.run_id,
        captures.* replace (
            run_captures.warc_file as warc_file,
            run_captures.warc_offset as warc_offset
        )
    from run_captures
    join captures using (capture_id)
    where captures.payload_sha256 <> ''
),
final as (
    select
        run_id,
        payload_sha256,
        min(captured_at) as captured_at,
        arg_min(warc_file, (captured_at, capture_id)) as warc_file,
        arg_min(warc_offset, (captured_at, capture_id)) as warc_offset,
        arg_min(record_id, (captured_at, capture_id)) as record_id
    from held
    group by all
)
select * from final;
comment on view captures_by_run is 'Where each payload that a run read is archived';
