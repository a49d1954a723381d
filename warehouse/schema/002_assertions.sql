-- Who did what to whom, where, when and how many, sentence by sentence. The article's claims
-- and the coverage's evidence live in the same tables; documents.role tells them apart.

create table assertions (
    extraction_id varchar not null,
    assertion_id varchar not null,
    document_id varchar not null,
    ordinal bigint not null,
    predicate varchar not null,
    predicate_start bigint not null,
    predicate_end bigint not null,
    frames varchar[] not null,
    polarity varchar not null,
    certainty varchar not null,
    modality varchar not null,
    event_time struct(
        earliest timestamptz, latest timestamptz, timex varchar, precision varchar, basis varchar
    ) not null,
    start bigint not null,
    "end" bigint not null,
    sentence_start bigint not null,
    sentence_end bigint not null,
    text varchar not null,
    block_kind varchar not null,
    said_at timestamptz
);
comment on table assertions is 'One predicate with its arguments in one sentence of one document';
comment on column assertions.extraction_id is 'The reading it belongs to';
comment on column assertions.assertion_id is 'Stable name: document, predicate''s place, ordinal';
comment on column assertions.document_id is 'The document it belongs to';
comment on column assertions.ordinal is 'Place among the document''s assertions';
comment on column assertions.predicate is 'Lemma of the predicate';
comment on column assertions.predicate_start is 'First code point of the predicate';
comment on column assertions.predicate_end is 'One past its last code point';
comment on column assertions.frames is 'Classes the predicate belongs to';
comment on column assertions.polarity is 'POS or NEG';
comment on column assertions.certainty is 'CERTAIN, PROBABLE, POSSIBLE or UNDERSPECIFIED';
comment on column assertions.modality is 'actual, future, conditional, question, imperative or wish';
comment on column assertions.event_time is 'When it happened: bounds, TIMEX3 value, precision, and how that is known';
comment on column assertions.start is 'First code point of the clause';
comment on column assertions."end" is 'One past its last code point';
comment on column assertions.sentence_start is 'First code point of the sentence';
comment on column assertions.sentence_end is 'One past its last code point';
comment on column assertions.text is 'The quoted words';
comment on column assertions.block_kind is 'Kind of the block it stands in';
comment on column assertions.said_at is 'When the document says it, as known';

create table arguments (
    extraction_id varchar not null,
    assertion_id varchar not null,
    position bigint not null,
    role varchar not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null,
    head varchar not null,
    concepts varchar[] not null,
    determiner varchar not null
);
comment on table arguments is 'The arguments of each assertion, in order';
comment on column arguments.extraction_id is 'The reading it belongs to';
comment on column arguments.assertion_id is 'The assertion it belongs to';
comment on column arguments.position is 'Place among the arguments, from 0';
comment on column arguments.role is 'agent, theme, recipient, place, with, source, goal, topic or property';
comment on column arguments.start is 'First code point';
comment on column arguments."end" is 'One past the last code point';
comment on column arguments.text is 'The quoted words';
comment on column arguments.head is 'Lemma of the head noun';
comment on column arguments.concepts is 'Entity ids and noun classes that the phrase stands for';
comment on column arguments.determiner is 'none, some, all, most, ... when the phrase is quantified; else empty';

create table assertion_sources (
    extraction_id varchar not null,
    assertion_id varchar not null,
    position bigint not null,
    text varchar not null,
    entity varchar not null,
    cue varchar not null
);
comment on table assertion_sources is 'The attribution chain of each assertion, outermost source first; the outlet itself stands in documents.outlet';
comment on column assertion_sources.extraction_id is 'The reading it belongs to';
comment on column assertion_sources.assertion_id is 'The assertion it belongs to';
comment on column assertion_sources.position is 'Place in the chain, from 0 (outermost)';
comment on column assertion_sources.text is 'The words that name the source';
comment on column assertion_sources.entity is 'Who that is, folded, lower-case';
comment on column assertion_sources.cue is 'The words of saying';

create table assertion_quantities (
    extraction_id varchar not null,
    assertion_id varchar not null,
    position bigint not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null,
    low double,
    high double,
    unit varchar not null,
    per varchar,
    modifier varchar not null,
    role varchar
);
comment on table assertion_quantities is 'The quantities of each assertion, in order';
comment on column assertion_quantities.extraction_id is 'The reading it belongs to';
comment on column assertion_quantities.assertion_id is 'The assertion it belongs to';
comment on column assertion_quantities.position is 'Place among its quantities, from 0';
comment on column assertion_quantities.start is 'First code point';
comment on column assertion_quantities."end" is 'One past the last code point';
comment on column assertion_quantities.text is 'The quoted words';
comment on column assertion_quantities.low is 'Lower bound; null for "up to"';
comment on column assertion_quantities.high is 'Upper bound; null for "at least"';
comment on column assertion_quantities.unit is 'Lemma of the counted noun or name of the unit; empty if none';
comment on column assertion_quantities.per is 'day, year, ... of a rate; null if none';
comment on column assertion_quantities.modifier is 'exact, about, at least, more than, up to, less than or between';
comment on column assertion_quantities.role is 'What happened to the counted thing: killed, produced, deployed, ...';
