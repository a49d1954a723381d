-- What each article claims, with the verdict of its newest run.
create or replace view claims as
with final as (
    select latest_runs.article_url, claims_by_run.*
    from claims_by_run
    join latest_runs using (run_id)
)
select * from final;
comment on view claims is 'What each article claims, with the verdict of its newest run';
comment on column claims.article_url is 'Address or path of the article as the user gave it';
comment on column claims.run_id is 'The run';
comment on column claims.claim_id is 'The claim';
comment on column claims.number is 'Place among the claims, from 1';
comment on column claims.kind is 'fact, opinion, forecast, question or rhetoric';
comment on column claims.verdict is 'supported, refuted, conflicting evidence or not enough evidence; null unless a fact';
comment on column claims.confidence is 'Of the verdict, in [0, 1]';
comment on column claims.reason is 'Why that verdict, in a sentence';
comment on column claims.wording is 'The proposition as a sentence that stands alone';
comment on column claims.text is 'Its words in the article';
comment on column claims.sentence is 'The sentence of the article that it stands in';
comment on column claims.said_by is 'Who says it, outermost first';
comment on column claims.polarity is 'POS or NEG';
comment on column claims.certainty is 'CERTAIN, PROBABLE, POSSIBLE or UNDERSPECIFIED';
comment on column claims.block_kind is 'Kind of the block it stands in';
comment on column claims.said_at is 'When it was said, as known';
comment on column claims.start is 'First code point';
comment on column claims."end" is 'One past its last code point';
comment on column claims.sentence_start is 'First code point of the sentence';
comment on column claims.sentence_end is 'One past the sentence''s last code point';
comment on column claims.passages_near is 'How many passages were retrieved for it';
comment on column claims.findings is 'How many passages decide something on it';
comment on column claims.supported_by is 'Of these, how many support it';
comment on column claims.contradicted_by is 'Of these, how many contradict it';
comment on column claims.weaker is 'Of these, how many say it more weakly';
comment on column claims.side_by_side is 'Of these, how many tell of another time or scope';
comment on column claims.rejected_by_reviewer is 'Of these, how many a person rejected';
