-- Where outlets disagree with each other, or an outlet with its own earlier version, in every run.
create or replace view conflicts_by_run as
with final as (
    select
        conflicts.run_id,
        conflicts.conflict_id,
        conflicts.position,
        conflicts.kind,
        conflicts.relation,
        conflicts.score,
        conflicts.rule,
        conflicts.explanation,
        conflicts.copies,
        conflicts.left_id,
        one.text as left_passage,
        one.outlet as left_outlet,
        one.outlet_name as left_outlet_name,
        one.url as left_url,
        one.said_by as left_said_by,
        one.said_at as left_said_at,
        one.start as left_start,
        one."end" as left_end,
        one.capture_sha256 as left_payload_sha256,
        conflicts.right_id,
        other.text as right_passage,
        other.outlet as right_outlet,
        other.outlet_name as right_outlet_name,
        other.url as right_url,
        other.said_by as right_said_by,
        other.said_at as right_said_at,
        other.start as right_start,
        other."end" as right_end,
        other.capture_sha256 as right_payload_sha256
    from conflicts
    left join passages_by_run as one
        on one.run_id = conflicts.run_id and one.passage_id = conflicts.left_id
    left join passages_by_run as other
        on other.run_id = conflicts.run_id and other.passage_id = conflicts.right_id
)
select * from final;
comment on view conflicts_by_run is 'Where outlets disagree with each other, or an outlet with its own earlier version, in every run';
