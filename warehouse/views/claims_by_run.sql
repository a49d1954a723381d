-- What the article claims in every run, with the verdict and the findings counted. A claim is an
-- assertion of the article that can be checked: one to which the cross-check gave a verdict.
create or replace view claims_by_run as
with bearing as (
    select
        findings.run_id,
        findings.claim_id as assertion_id,
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
final as (
    select
        said.run_id,
        said.assertion_id as claim_id,
        said.ordinal,
        verdicts.verdict,
        said.sentence,
        said.clause,
        said.said_by,
        said.polarity,
        said.certainty,
        said.modality,
        said.predicate,
        said.earliest,
        said.latest,
        said.timex,
        said.precision,
        said.basis,
        said.block_kind,
        said.start,
        said."end",
        said.sentence_start,
        said.sentence_end,
        said.clause_start,
        said.clause_end,
        coalesce(bearing.findings, 0) as findings,
        coalesce(bearing.supported_by, 0) as supported_by,
        coalesce(bearing.contradicted_by, 0) as contradicted_by,
        coalesce(bearing.weaker, 0) as weaker,
        coalesce(bearing.side_by_side, 0) as side_by_side,
        coalesce(bearing.rejected_by_reviewer, 0) as rejected_by_reviewer
    from assertions_by_run as said
    join runs on runs.run_id = said.run_id and runs.article_id = said.document_id
    join verdicts on verdicts.run_id = said.run_id and verdicts.claim_id = said.assertion_id
    left join bearing on bearing.run_id = said.run_id and bearing.assertion_id = said.assertion_id
)
select * from final;
comment on view claims_by_run is 'The article''s checkable assertions in every run, with the verdict and the findings counted';
