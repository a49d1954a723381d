-- The passages that come nearest to each claim of every run, in order, and why.
create or replace view nearest_by_run as
with final as (
    select
        nearest.run_id,
        nearest.claim_id,
        nearest.rank,
        nearest.passage_id,
        nearest.score,
        nearest.why,
        claim.number as claim_number,
        claim.wording as claim_wording,
        said.text as passage,
        said.before,
        said.start,
        said."end",
        said.outlet,
        said.outlet_name,
        said.title,
        said.url,
        said.said_by,
        said.said_at,
        said.published,
        said.published_source,
        said.published_sure,
        said.capture_sha256 as payload_sha256,
        said.given
    from nearest
    left join claims_by_run as claim
        on claim.run_id = nearest.run_id and claim.claim_id = nearest.claim_id
    left join passages_by_run as said
        on said.run_id = nearest.run_id
        and said.extraction_id = nearest.extraction_id
        and said.passage_id = nearest.passage_id
)
select * from final;
comment on view nearest_by_run is 'The passages that come nearest to each claim of every run, in order, and why';
comment on column nearest_by_run.run_id is 'The run';
comment on column nearest_by_run.claim_id is 'The claim';
comment on column nearest_by_run.rank is 'Place among the claim''s passages, from 1';
comment on column nearest_by_run.passage_id is 'The passage';
comment on column nearest_by_run.score is 'Orders one claim''s passages only';
comment on column nearest_by_run.why is 'Why it was chosen, in words';
comment on column nearest_by_run.claim_number is 'The claim''s number in the article, from 1';
comment on column nearest_by_run.claim_wording is 'The claim as a sentence that stands alone';
comment on column nearest_by_run.passage is 'The quoted sentence';
comment on column nearest_by_run.before is 'The sentence before it';
comment on column nearest_by_run.start is 'First code point';
comment on column nearest_by_run."end" is 'One past its last code point';
comment on column nearest_by_run.outlet is 'Registry id of the outlet';
comment on column nearest_by_run.outlet_name is 'The outlet''s name';
comment on column nearest_by_run.title is 'Headline of the page';
comment on column nearest_by_run.url is 'Address of the page';
comment on column nearest_by_run.said_by is 'Who says it, outermost first';
comment on column nearest_by_run.said_at is 'When it was said, as known';
comment on column nearest_by_run.published is 'When the page says it was published';
comment on column nearest_by_run.published_source is 'From which field that was read';
comment on column nearest_by_run.published_sure is 'Whether it can be relied on';
comment on column nearest_by_run.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column nearest_by_run.given is 'True where the run was given the page; false where it stood in the warehouse already';
