-- Where outlets disagree with each other, or with an earlier version: newest run of each article.
create or replace view disagreements as
with final as (
    select latest_runs.article_url, conflicts_by_run.*
    from conflicts_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view disagreements is 'Where outlets disagree with each other, or with an earlier version (newest run)';
comment on column disagreements.article_url is 'Address or path of the article as the user gave it';
comment on column disagreements.run_id is 'The run';
comment on column disagreements.conflict_id is 'Stable name of the conflict';
comment on column disagreements.position is 'Order within the run, from 0';
comment on column disagreements.kind is 'What they disagree on';
comment on column disagreements.relation is 'contradicts, or update where the right one has overtaken the left';
comment on column disagreements.score is 'Confidence of the decision, in [0, 1]';
comment on column disagreements.rule is 'What decided it, with its version';
comment on column disagreements.explanation is 'Why, in a sentence';
comment on column disagreements.copies is 'How many further passages repeat either side';
comment on column disagreements.left_id is 'The left passage';
comment on column disagreements.left_passage is 'Its words';
comment on column disagreements.left_outlet is 'Registry id of its outlet';
comment on column disagreements.left_outlet_name is 'Name of its outlet';
comment on column disagreements.left_url is 'Address of its page';
comment on column disagreements.left_said_by is 'Who says it, outermost first';
comment on column disagreements.left_said_at is 'When it was said, as known';
comment on column disagreements.left_start is 'First code point';
comment on column disagreements.left_end is 'One past its last code point';
comment on column disagreements.left_payload_sha256 is 'Payload SHA-256 of its capture';
comment on column disagreements.right_id is 'The right passage';
comment on column disagreements.right_passage is 'Its words';
comment on column disagreements.right_outlet is 'Registry id of its outlet';
comment on column disagreements.right_outlet_name is 'Name of its outlet';
comment on column disagreements.right_url is 'Address of its page';
comment on column disagreements.right_said_by is 'Who says it, outermost first';
comment on column disagreements.right_said_at is 'When it was said, as known';
comment on column disagreements.right_start is 'First code point';
comment on column disagreements.right_end is 'One past its last code point';
comment on column disagreements.right_payload_sha256 is 'Payload SHA-256 of its capture';
