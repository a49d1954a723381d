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
