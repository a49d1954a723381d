-- What the article claims in every run, with the verdict and the findings counted. Only a claim of
-- kind fact has a verdict.
create or replace view claims_by_run as
with bearing as (
    select
        findings.run_id,
        findings.claim_id,
        count(*) as findings,
        count(*) filter (where findings.relation = 'supports') as supported_by,
        count(*) filter (where findings.relation = 'contradicts') as contradicted_by,
        count(*) filter (where findings.relation = 'weaker') as weaker,
        count(*) filter (where findings.relation in ('superseded', 'different scope')) as side_by_side,
        count(*) filter (where reviews.decision = 'reject') as rejected_by_reviewer
    from findings
    left join reviews using (finding_id)
    group by all
),
retrieved as (
    select run_id, claim_id, count(*) as passages_near
    from nearest
    group by all
),
final as (
    select
        runs.run_id,
        claim.claim_id,
        claim.number,
        claim.kind,
        verdicts.verdict,
        verdicts.confidence,
        verdicts.reason,
        claim.wording,
        substring(article.text, claim.start + 1, claim."end" - claim.start) as text,
        substring(
            article.text, claim.sentence_start + 1, claim.sentence_end - claim.sentence_start
        ) as sentence,
        [source.text for source in claim.sources] as said_by,
        claim.polarity,
        claim.certainty,
        claim.block_kind,
        claim.said_at,
        claim.start,
        claim."end",
        claim.sentence_start,
        claim.sentence_end,
        coalesce(retrieved.passages_near, 0) as passages_near,
        coalesce(bearing.findings, 0) as findings,
        coalesce(bearing.supported_by, 0) as supported_by,
        coalesce(bearing.contradicted_by, 0) as contradicted_by,
        coalesce(bearing.weaker, 0) as weaker,
        coalesce(bearing.side_by_side, 0) as side_by_side,
        coalesce(bearing.rejected_by_reviewer, 0) as rejected_by_reviewer
    from runs
    join run_documents as read
        on read.run_id = runs.run_id and read.document_id = runs.article_id
    join documents as article using (extraction_id)
    join article_claims as claim using (extraction_id)
    left join verdicts on verdicts.run_id = runs.run_id and verdicts.claim_id = claim.claim_id
    left join bearing on bearing.run_id = runs.run_id and bearing.claim_id = claim.claim_id
    left join retrieved on retrieved.run_id = runs.run_id and retrieved.claim_id = claim.claim_id
)
select * from final;
comment on view claims_by_run is 'What the article claims in every run, with the verdict and the findings counted';
comment on column claims_by_run.run_id is 'The run';
comment on column claims_by_run.claim_id is 'The claim';
comment on column claims_by_run.number is 'Place among the claims, from 1';
comment on column claims_by_run.kind is 'fact, opinion, forecast, question or rhetoric';
comment on column claims_by_run.verdict is 'supported, refuted, conflicting evidence or not enough evidence; null unless a fact';
comment on column claims_by_run.confidence is 'Of the verdict, in [0, 1]';
comment on column claims_by_run.reason is 'Why that verdict, in a sentence';
comment on column claims_by_run.wording is 'The proposition as a sentence that stands alone';
comment on column claims_by_run.text is 'Its words in the article';
comment on column claims_by_run.sentence is 'The sentence of the article that it stands in';
comment on column claims_by_run.said_by is 'Who says it, outermost first';
comment on column claims_by_run.polarity is 'POS or NEG';
comment on column claims_by_run.certainty is 'CERTAIN, PROBABLE, POSSIBLE or UNDERSPECIFIED';
comment on column claims_by_run.block_kind is 'Kind of the block it stands in';
comment on column claims_by_run.said_at is 'When it was said, as known';
comment on column claims_by_run.start is 'First code point';
comment on column claims_by_run."end" is 'One past its last code point';
comment on column claims_by_run.sentence_start is 'First code point of the sentence';
comment on column claims_by_run.sentence_end is 'One past the sentence''s last code point';
comment on column claims_by_run.passages_near is 'How many passages were retrieved for it';
comment on column claims_by_run.findings is 'How many passages decide something on it';
comment on column claims_by_run.supported_by is 'Of these, how many support it';
comment on column claims_by_run.contradicted_by is 'Of these, how many contradict it';
comment on column claims_by_run.weaker is 'Of these, how many say it more weakly';
comment on column claims_by_run.side_by_side is 'Of these, how many tell of another time or scope';
comment on column claims_by_run.rejected_by_reviewer is 'Of these, how many a person rejected';
