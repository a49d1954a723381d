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
comment on column conflicts_by_run.run_id is 'The run';
comment on column conflicts_by_run.conflict_id is 'Stable name of the conflict';
comment on column conflicts_by_run.position is 'Order within the run, from 0';
comment on column conflicts_by_run.kind is 'What they disagree on';
comment on column conflicts_by_run.relation is 'contradicts, or update where the right one has overtaken the left';
comment on column conflicts_by_run.score is 'Confidence of the decision, in [0, 1]';
comment on column conflicts_by_run.rule is 'What decided it, with its version';
comment on column conflicts_by_run.explanation is 'Why, in a sentence';
comment on column conflicts_by_run.copies is 'How many further passages repeat either side';
comment on column conflicts_by_run.left_id is 'The left passage';
comment on column conflicts_by_run.left_passage is 'Its words';
comment on column conflicts_by_run.left_outlet is 'Registry id of its outlet';
comment on column conflicts_by_run.left_outlet_name is 'Name of its outlet';
comment on column conflicts_by_run.left_url is 'Address of its page';
comment on column conflicts_by_run.left_said_by is 'Who says it, outermost first';
comment on column conflicts_by_run.left_said_at is 'When it was said, as known';
comment on column conflicts_by_run.left_start is 'First code point';
comment on column conflicts_by_run.left_end is 'One past its last code point';
comment on column conflicts_by_run.left_payload_sha256 is 'Payload SHA-256 of its capture';
comment on column conflicts_by_run.right_id is 'The right passage';
comment on column conflicts_by_run.right_passage is 'Its words';
comment on column conflicts_by_run.right_outlet is 'Registry id of its outlet';
comment on column conflicts_by_run.right_outlet_name is 'Name of its outlet';
comment on column conflicts_by_run.right_url is 'Address of its page';
comment on column conflicts_by_run.right_said_by is 'Who says it, outermost first';
comment on column conflicts_by_run.right_said_at is 'When it was said, as known';
comment on column conflicts_by_run.right_start is 'First code point';
comment on column conflicts_by_run.right_end is 'One past its last code point';
comment on column conflicts_by_run.right_payload_sha256 is 'Payload SHA-256 of its capture';
