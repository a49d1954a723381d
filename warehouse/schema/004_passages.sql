-- Passages and claims in place of pairs of assertions: what is retrieved for a claim, and what a
-- finding points at. What was derived from pairs of assertions is dropped: it names rows that no
-- claim has. Captures, documents, assertions, runs and reviews stay; a run that is loaded again
-- gets its citations, its claims and its findings anew, and a page its passages when it is read
-- by this version.

drop view if exists audit;
drop view if exists citation_assertions;
drop view if exists citations_checked;
drop view if exists citations_by_run;
drop view if exists outlet_coverage;
drop view if exists outlet_coverage_by_run;
drop view if exists contradictions;
drop view if exists evidence;
drop view if exists evidence_by_run;
drop view if exists claims;
drop view if exists claims_by_run;
drop table citations;
drop table findings;
drop table verdicts;
drop table citation_results;
update runs set content_sha256 = '';

alter table documents add column number integer default 0;
comment on column documents.number is 'Number of this reading in the order of loading, from 1; passages and postings carry it. 0 where it was loaded before passages were kept';

create table passages (
    number integer not null,
    document integer not null,
    extraction_id varchar not null,
    passage_id varchar not null,
    document_id varchar not null,
    ordinal integer not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null,
    before varchar not null,
    block_kind varchar not null,
    sources struct(text varchar, entity varchar, cue varchar)[] not null,
    said_at timestamptz,
    terms varchar[] not null,
    names varchar[] not null,
    vector blob not null
);
comment on table passages is 'One sentence of a document with what it needs to be understood: what is retrieved, quoted and scored';
comment on column passages.number is 'Number in the order of loading, from 1: the key of the postings';
comment on column passages.document is 'documents.number of the reading it belongs to';
comment on column passages.extraction_id is 'The reading it belongs to';
comment on column passages.passage_id is 'Stable name: document and place; the same in every reading that cuts the sentence so';
comment on column passages.document_id is 'The document it belongs to';
comment on column passages.ordinal is 'Place among the document''s passages, from 0';
comment on column passages.start is 'First code point';
comment on column passages."end" is 'One past the last code point';
comment on column passages.text is 'The quoted words';
comment on column passages.before is 'The sentence before it; empty at the start of the document';
comment on column passages.block_kind is 'title, heading, paragraph, list_item, quote, caption or table';
comment on column passages.sources is 'Who speaks in most of it, outermost first; the outlet itself stands in documents.outlet';
comment on column passages.said_at is 'When it was said: a post''s date, else the document''s';
comment on column passages.terms is 'Lower-cased lemmas of its content words, in their order';
comment on column passages.names is 'What its names refer to, aliases folded';
comment on column passages.vector is 'Its embedding: 384 signed bytes (component times 127, rounded)';

create table passage_terms (
    term varchar not null,
    passage integer not null,
    document integer not null,
    frequency usmallint not null,
    length usmallint not null
);
comment on table passage_terms is 'Postings of the coverage: which passages have a word, written once when a document is loaded';
comment on column passage_terms.term is 'Lower-cased lemma of a content word, or a number in digits';
comment on column passage_terms.passage is 'passages.number';
comment on column passage_terms.document is 'documents.number, so that outlet and time limits apply before anything is scored';
comment on column passage_terms.frequency is 'How often the passage has it';
comment on column passage_terms.length is 'How many words and names the passage has in all';

create table passage_names (
    name varchar not null,
    passage integer not null,
    document integer not null,
    length usmallint not null
);
comment on table passage_names is 'Postings of the coverage: which passages name an entity';
comment on column passage_names.name is 'What the name refers to, aliases folded';
comment on column passage_names.passage is 'passages.number';
comment on column passage_names.document is 'documents.number';
comment on column passage_names.length is 'How many words and names the passage has in all';

create table article_claims (
    extraction_id varchar not null,
    claim_id varchar not null,
    document_id varchar not null,
    number integer not null,
    start bigint not null,
    "end" bigint not null,
    wording varchar not null,
    kind varchar not null,
    polarity varchar not null,
    certainty varchar not null,
    sources struct(text varchar, entity varchar, cue varchar)[] not null,
    sentence_start bigint not null,
    sentence_end bigint not null,
    block_kind varchar not null,
    said_at timestamptz,
    terms varchar[] not null,
    names varchar[] not null,
    vector blob not null
);
comment on table article_claims is 'The propositions that an article asserts, each worded to stand alone; the views claims and claims_by_run add the verdict';
comment on column article_claims.extraction_id is 'The reading it belongs to';
comment on column article_claims.claim_id is 'Stable name: document, place and wording';
comment on column article_claims.document_id is 'The article';
comment on column article_claims.number is 'Place among the article''s claims, from 1';
comment on column article_claims.start is 'First code point of its words in the article';
comment on column article_claims."end" is 'One past their last code point';
comment on column article_claims.wording is 'The proposition as a sentence that stands alone, without who says it; what was replaced stands in square brackets';
comment on column article_claims.kind is 'fact, opinion, forecast, question or rhetoric; only a fact gets a verdict';
comment on column article_claims.polarity is 'POS or NEG';
comment on column article_claims.certainty is 'CERTAIN, PROBABLE, POSSIBLE or UNDERSPECIFIED';
comment on column article_claims.sources is 'Who says it, outermost first';
comment on column article_claims.sentence_start is 'First code point of its sentence';
comment on column article_claims.sentence_end is 'One past the sentence''s last code point';
comment on column article_claims.block_kind is 'Kind of the block it stands in';
comment on column article_claims.said_at is 'When the article says it, as known';
comment on column article_claims.terms is 'Lower-cased lemmas of the wording''s content words';
comment on column article_claims.names is 'What the wording''s names refer to, aliases folded';
comment on column article_claims.vector is 'The wording''s embedding: 384 signed bytes';

create table citations (
    run_id varchar not null,
    citation_id varchar not null,
    position bigint not null,
    document_id varchar not null,
    claim_id varchar not null,
    source struct(start bigint, "end" bigint, text varchar) not null,
    entity varchar not null,
    outlet varchar,
    cue struct(start bigint, "end" bigint, text varchar) not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null
);
comment on table citations is 'The claims that the article puts in a named source''s mouth';
comment on column citations.run_id is 'The run';
comment on column citations.citation_id is 'Stable name of the citation';
comment on column citations.position is 'Order in the article, from 0';
comment on column citations.document_id is 'The article';
comment on column citations.claim_id is 'The claim said to be the source''s';
comment on column citations.source is 'The words that name the source';
comment on column citations.entity is 'Who that is, folded';
comment on column citations.outlet is 'Registry id of the outlet that publishes for it; null when no door is known';
comment on column citations.cue is 'The words of saying';
comment on column citations.start is 'First code point of the claim with its cue';
comment on column citations."end" is 'One past its last code point';
comment on column citations.text is 'The claim with its cue, as the article has it';

create table nearest (
    run_id varchar not null,
    claim_id varchar not null,
    rank integer not null,
    passage_id varchar not null,
    extraction_id varchar not null,
    score double not null,
    why varchar not null
);
comment on table nearest is 'The passages that come nearest to each claim of a run, the best first, whether or not a finding came of them';
comment on column nearest.run_id is 'The run';
comment on column nearest.claim_id is 'The claim';
comment on column nearest.rank is 'Place among the claim''s passages, from 1';
comment on column nearest.passage_id is 'The passage';
comment on column nearest.extraction_id is 'The reading of its document that the run saw';
comment on column nearest.score is 'Fusion of the ranks by words, by meaning and by what is shared; orders one claim''s passages only';
comment on column nearest.why is 'Why it was chosen, in words';

create table findings (
    run_id varchar not null,
    finding_id varchar not null,
    position bigint not null,
    claim_id varchar not null,
    passage_id varchar not null,
    relation varchar not null,
    kind varchar not null,
    rule varchar not null,
    explanation varchar not null,
    score double not null,
    details map(varchar, varchar) not null
);
comment on table findings is 'What one passage says to one claim, where it decides something';
comment on column findings.run_id is 'The run';
comment on column findings.finding_id is 'Stable name: claim, passage, relation, kind and rule';
comment on column findings.position is 'Order within the run, from 0';
comment on column findings.claim_id is 'The claim';
comment on column findings.passage_id is 'The passage';
comment on column findings.relation is 'supports, contradicts, weaker, superseded or different scope';
comment on column findings.kind is 'polarity, action, quantity, date, place, actor, attribution or entailment';
comment on column findings.rule is 'What decided it, with its version';
comment on column findings.explanation is 'Why, in a sentence';
comment on column findings.score is 'Confidence of the decision, in [0, 1]';
comment on column findings.details is 'The slots side by side and the entailment scores, as text';

create table verdicts (
    run_id varchar not null,
    claim_id varchar not null,
    verdict varchar not null,
    confidence double not null,
    reason varchar not null
);
comment on table verdicts is 'A claim''s findings rolled up, in AVeriTeC''s terms';
comment on column verdicts.run_id is 'The run';
comment on column verdicts.claim_id is 'The claim';
comment on column verdicts.verdict is 'supported, refuted, conflicting evidence or not enough evidence';
comment on column verdicts.confidence is 'In [0, 1]';
comment on column verdicts.reason is 'Why, in a sentence';

create table citation_results (
    run_id varchar not null,
    position bigint not null,
    citation_id varchar not null,
    claim_id varchar not null,
    fidelity varchar not null,
    passage_id varchar not null,
    finding_id varchar not null,
    rule varchar not null,
    explanation varchar not null
);
comment on table citation_results is 'What each cited source really said';
comment on column citation_results.run_id is 'The run';
comment on column citation_results.position is 'Order within the run, from 0';
comment on column citation_results.citation_id is 'The citation';
comment on column citation_results.claim_id is 'The claim said to be the source''s';
comment on column citation_results.fidelity is 'says so, says it more weakly, different number, different date, different speaker, says the opposite, read, not decided, not found in what was read or not readable';
comment on column citation_results.passage_id is 'The passage that decided it or came nearest; empty if none was near';
comment on column citation_results.finding_id is 'The finding it rests on; empty if none';
comment on column citation_results.rule is 'The rule that decided, with its version';
comment on column citation_results.explanation is 'Why, in a sentence';

create table consistency (
    run_id varchar not null,
    consistency_id varchar not null,
    position bigint not null,
    kind varchar not null,
    claim_ids varchar[] not null,
    holds boolean not null,
    rule varchar not null,
    explanation varchar not null
);
comment on table consistency is 'Whether claims of one article hold together';
comment on column consistency.run_id is 'The run';
comment on column consistency.consistency_id is 'Stable name: kind, claims, result and rule';
comment on column consistency.position is 'Order within the run, from 0';
comment on column consistency.kind is 'arithmetic, order, contradiction or headline';
comment on column consistency.claim_ids is 'The claims that were held against each other';
comment on column consistency.holds is 'False where they cannot all be right';
comment on column consistency.rule is 'The rule that decided, with its version';
comment on column consistency.explanation is 'Why, in a sentence';

create table conflicts (
    run_id varchar not null,
    conflict_id varchar not null,
    position bigint not null,
    kind varchar not null,
    relation varchar not null,
    left_id varchar not null,
    right_id varchar not null,
    score double not null,
    rule varchar not null,
    explanation varchar not null,
    copies integer not null
);
comment on table conflicts is 'Two passages of different outlets, or of two versions, that disagree on the same thing';
comment on column conflicts.run_id is 'The run';
comment on column conflicts.conflict_id is 'Stable name: both passages, kind and rule';
comment on column conflicts.position is 'Order within the run, from 0';
comment on column conflicts.kind is 'What they disagree on: polarity, action, quantity, date, place, actor, attribution or entailment';
comment on column conflicts.relation is 'contradicts, or update where the right one has overtaken the left';
comment on column conflicts.left_id is 'One passage';
comment on column conflicts.right_id is 'The other; the later one of an update';
comment on column conflicts.score is 'Confidence, in [0, 1]';
comment on column conflicts.rule is 'What decided it, with its version';
comment on column conflicts.explanation is 'Why, in a sentence';
comment on column conflicts.copies is 'How many further passages repeat either side';
