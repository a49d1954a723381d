-- The passages that come nearest to each claim, in order, and why: newest run of each article.
create or replace view nearest_passages as
with final as (
    select latest_runs.article_url, nearest_by_run.*
    from nearest_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view nearest_passages is 'The passages that come nearest to each claim, in order, and why (newest run)';
comment on column nearest_passages.article_url is 'Address or path of the article as the user gave it';
comment on column nearest_passages.run_id is 'The run';
comment on column nearest_passages.claim_id is 'The claim';
comment on column nearest_passages.rank is 'Place among the claim''s passages, from 1';
comment on column nearest_passages.passage_id is 'The passage';
comment on column nearest_passages.score is 'Orders one claim''s passages only';
comment on column nearest_passages.why is 'Why it was chosen, in words';
comment on column nearest_passages.claim_number is 'The claim''s number in the article, from 1';
comment on column nearest_passages.claim_wording is 'The claim as a sentence that stands alone';
comment on column nearest_passages.passage is 'The quoted sentence';
comment on column nearest_passages.before is 'The sentence before it';
comment on column nearest_passages.start is 'First code point';
comment on column nearest_passages."end" is 'One past its last code point';
comment on column nearest_passages.outlet is 'Registry id of the outlet';
comment on column nearest_passages.outlet_name is 'The outlet''s name';
comment on column nearest_passages.title is 'Headline of the page';
comment on column nearest_passages.url is 'Address of the page';
comment on column nearest_passages.said_by is 'Who says it, outermost first';
comment on column nearest_passages.said_at is 'When it was said, as known';
comment on column nearest_passages.published is 'When the page says it was published';
comment on column nearest_passages.published_source is 'From which field that was read';
comment on column nearest_passages.published_sure is 'Whether it can be relied on';
comment on column nearest_passages.payload_sha256 is 'Payload SHA-256 of the capture';
comment on column nearest_passages.given is 'True where the run was given the page; false where it stood in the warehouse already';
