-- One check of one article: what went in, what could not be read, and what was found.
-- A run's rows are replaced together; reviews are a person's and outlive every run.

create table runs (
    run_id varchar primary key,
    sequence bigint not null,
    article_id varchar not null,
    article_url varchar not null,
    as_of timestamptz not null,
    mode varchar not null,
    outlets varchar[] not null,
    versions struct(name varchar, version varchar)[] not null,
    inputs_sha256 varchar not null,
    content_sha256 varchar not null
);
comment on table runs is 'One check of one article; its inputs decide its id, so the same run is the same row';
comment on column runs.run_id is 'Stable name of the run';
comment on column runs.sequence is 'Order of first loading, from 1';
comment on column runs.article_id is 'documents.document_id of the article checked';
comment on column runs.article_url is 'Address or path of the article as the user gave it';
comment on column runs.as_of is 'The day from which the check looks back';
comment on column runs.mode is 'live or replay';
comment on column runs.outlets is 'Registry ids of the outlets that were asked';
comment on column runs.versions is 'What made the findings: package, model and rule versions';
comment on column runs.inputs_sha256 is 'SHA-256 over the inputs, hex';
comment on column runs.content_sha256 is 'SHA-256 over all that was loaded for the run, hex';

create table run_documents (
    run_id varchar not null,
    extraction_id varchar not null,
    document_id varchar not null,
    position bigint not null,
    url varchar not null,
    capture_sha256 varchar not null,
    first_seen struct(value timestamptz, source varchar, sure boolean) not null
);
comment on table run_documents is 'The documents that a run read, and by which capture';
comment on column run_documents.run_id is 'The run';
comment on column run_documents.extraction_id is 'The reading that the run saw';
comment on column run_documents.document_id is 'The document';
comment on column run_documents.position is 'Order of loading, from 0';
comment on column run_documents.url is 'The address that this run read it from';
comment on column run_documents.capture_sha256 is 'Payload SHA-256 of the capture that this run read';
comment on column run_documents.first_seen is 'The earliest time the text is known to have been there, as this run knew it';

create table run_captures (
    run_id varchar not null,
    capture_id varchar not null,
    warc_file varchar not null,
    warc_offset bigint not null
);
comment on table run_captures is 'The captures that a run was given, and where it found them';
comment on column run_captures.run_id is 'The run';
comment on column run_captures.capture_id is 'The capture';
comment on column run_captures.warc_file is 'The WARC that this run read it from';
comment on column run_captures.warc_offset is 'Byte offset of the record in that WARC';

create table run_coverage (
    run_id varchar not null,
    position bigint not null,
    outlet varchar not null,
    name varchar not null,
    candidates bigint not null,
    captured bigint not null,
    read bigint not null,
    on_topic bigint not null,
    earliest timestamptz,
    latest timestamptz,
    terms_forbid boolean not null
);
comment on table run_coverage is 'How much of each outlet was asked for and read (counts of pages)';
comment on column run_coverage.run_id is 'The run';
comment on column run_coverage.position is 'Order of asking, from 0';
comment on column run_coverage.outlet is 'Registry id of the outlet';
comment on column run_coverage.name is 'The outlet''s name';
comment on column run_coverage.candidates is 'Addresses that looked on topic';
comment on column run_coverage.captured is 'Of these, how many were received';
comment on column run_coverage.read is 'Of these, how many had readable text';
comment on column run_coverage.on_topic is 'Of these, how many speak of the article''s subject';
comment on column run_coverage.earliest is 'Earliest publication date read';
comment on column run_coverage.latest is 'Latest publication date read';
comment on column run_coverage.terms_forbid is 'True where the outlet''s terms forbid automated reading';

create table unread (
    run_id varchar not null,
    position bigint not null,
    outlet varchar not null,
    url varchar not null,
    what varchar not null,
    why varchar not null,
    strategy varchar not null
);
comment on table unread is 'What was not read, and why';
comment on column unread.run_id is 'The run';
comment on column unread.position is 'Order of loading, from 0';
comment on column unread.outlet is 'Registry id of the outlet, or the words that name the source';
comment on column unread.url is 'The address; empty when the outlet as a whole is meant';
comment on column unread.what is 'robots, forbidden, not captured, paywall, empty text, language, ...';
comment on column unread.why is 'One sentence';
comment on column unread.strategy is 'The discovery strategy that failed, if one did';

create table citations (
    run_id varchar not null,
    citation_id varchar not null,
    position bigint not null,
    document_id varchar not null,
    source struct(start bigint, "end" bigint, text varchar) not null,
    entity varchar not null,
    outlet varchar,
    cue struct(start bigint, "end" bigint, text varchar) not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null,
    assertion_ids varchar[] not null
);
comment on table citations is 'The claims that the article puts in a named source''s mouth';
comment on column citations.run_id is 'The run';
comment on column citations.citation_id is 'Stable name of the citation';
comment on column citations.position is 'Order in the article, from 0';
comment on column citations.document_id is 'The article';
comment on column citations.source is 'The words that name the source';
comment on column citations.entity is 'Who that is, folded';
comment on column citations.outlet is 'Registry id of the outlet that publishes for it; null when no door is known';
comment on column citations.cue is 'The words of saying';
comment on column citations.start is 'First code point of the passage';
comment on column citations."end" is 'One past its last code point';
comment on column citations.text is 'The passage';
comment on column citations.assertion_ids is 'The claims said to be the source''s; one row each in citation_assertions';

create table findings (
    run_id varchar not null,
    finding_id varchar not null,
    position bigint not null,
    claim_id varchar not null,
    evidence_id varchar not null,
    relation varchar not null,
    kind varchar not null,
    rule varchar not null,
    explanation varchar not null,
    score double not null,
    details map(varchar, varchar) not null
);
comment on table findings is 'How one assertion bears on one claim';
comment on column findings.run_id is 'The run';
comment on column findings.finding_id is 'Stable name: claim, evidence, relation, kind and rule';
comment on column findings.position is 'Order within the run, from 0';
comment on column findings.claim_id is 'The claim''s assertion';
comment on column findings.evidence_id is 'The evidence''s assertion; empty for a finding inside the claim itself';
comment on column findings.relation is 'supports, contradicts, weaker, superseded or different scope';
comment on column findings.kind is 'polarity, quantity, date, place, actor or attribution';
comment on column findings.rule is 'The rule that found it, with its version';
comment on column findings.explanation is 'Why, in a sentence';
comment on column findings.score is 'In [0, 1]; orders the findings of one claim for display only';
comment on column findings.details is 'What the rule compared, by name';

create table verdicts (
    run_id varchar not null,
    claim_id varchar not null,
    verdict varchar not null
);
comment on table verdicts is 'A claim''s findings rolled up, in AVeriTeC''s terms';
comment on column verdicts.run_id is 'The run';
comment on column verdicts.claim_id is 'The claim''s assertion';
comment on column verdicts.verdict is 'supported, refuted, conflicting evidence or not enough evidence';

create table citation_results (
    run_id varchar not null,
    position bigint not null,
    citation_id varchar not null,
    claim_id varchar not null,
    fidelity varchar not null,
    evidence_id varchar not null,
    rule varchar not null,
    explanation varchar not null
);
comment on table citation_results is 'What each cited source really said';
comment on column citation_results.run_id is 'The run';
comment on column citation_results.position is 'Order within the run, from 0';
comment on column citation_results.citation_id is 'The citation';
comment on column citation_results.claim_id is 'The claim said to be the source''s';
comment on column citation_results.fidelity is 'says so, says it more weakly, different number, different date, different speaker, says the opposite, not found in what was read or not readable';
comment on column citation_results.evidence_id is 'The nearest assertion; empty if there is none';
comment on column citation_results.rule is 'The rule that decided, with its version';
comment on column citation_results.explanation is 'Why, in a sentence';

create table reviews (
    finding_id varchar primary key,
    decision varchar not null,
    note varchar not null
);
comment on table reviews is 'A person''s word on a finding; it outlives every run, since finding ids are stable';
comment on column reviews.finding_id is 'The finding';
comment on column reviews.decision is 'accept or reject';
comment on column reviews.note is 'The person''s reason';
