-- What was received and what it reads as. Rows are only ever added: a capture never changes,
-- and a page whose text changes is a new version of the document.
-- Instants are UTC; offsets count code points of documents.text; "end" is exclusive.

create table captures (
    capture_id varchar primary key,
    url varchar not null,
    captured_at timestamptz not null,
    status bigint not null,
    content_type varchar not null,
    payload_sha256 varchar not null,
    warc_file varchar not null,
    warc_offset bigint not null,
    record_id varchar not null,
    outlet varchar,
    error varchar
);
comment on table captures is 'One HTTP response as received: a WARC record, or the failure to get one';
comment on column captures.capture_id is 'Stable name of the capture';
comment on column captures.url is 'The address that was asked for';
comment on column captures.captured_at is 'When the response was received (UTC)';
comment on column captures.status is 'HTTP status; 0 when no response came';
comment on column captures.content_type is 'Content-Type as sent';
comment on column captures.payload_sha256 is 'SHA-256 of the payload, hex; empty when no response came';
comment on column captures.warc_file is 'The WARC that holds the record';
comment on column captures.warc_offset is 'Byte offset of the record in the WARC';
comment on column captures.record_id is 'WARC-Record-ID';
comment on column captures.outlet is 'Registry id of the outlet, if known';
comment on column captures.error is 'Why no response came; null when one did';

create table documents (
    extraction_id varchar primary key,
    document_id varchar not null,
    version bigint not null,
    reading bigint not null,
    url varchar not null,
    canonical_url varchar not null,
    title varchar not null,
    text varchar not null,
    role varchar not null,
    outlet varchar,
    language varchar not null,
    authors varchar[] not null,
    published struct(value timestamptz, source varchar, sure boolean) not null,
    modified struct(value timestamptz, source varchar, sure boolean) not null,
    first_seen struct(value timestamptz, source varchar, sure boolean) not null,
    capture_sha256 varchar not null,
    kind varchar not null,
    problem varchar,
    forwarded_from varchar,
    text_sha256 varchar not null,
    words_sha256 varchar not null
);
comment on table documents is 'The readable text of a capture, one row per reading of it: a newer extractor that reads the same text differently adds a reading, so that every run can be derived again from the rows it saw';
comment on column documents.extraction_id is 'Stable name of this reading: document and all that was extracted from it';
comment on column documents.document_id is 'Stable name of the text at its address; the same in every reading';
comment on column documents.version is 'Number of these words at their canonical address, 1 for the first seen';
comment on column documents.reading is 'Number of this reading of the text, 1 for the first';
comment on column documents.url is 'The address it was read from';
comment on column documents.canonical_url is 'The address that all copies of the page share';
comment on column documents.title is 'Headline';
comment on column documents.text is 'The readable text, blocks separated by a blank line; all offsets index it';
comment on column documents.role is 'article (the one being checked) or coverage';
comment on column documents.outlet is 'Registry id of the outlet, if known';
comment on column documents.language is 'BCP 47 language of the text, und if unknown';
comment on column documents.authors is 'Bylines';
comment on column documents.published is 'When the page says it was published, from which field, and whether that can be relied on';
comment on column documents.modified is 'When the page says it was last changed';
comment on column documents.first_seen is 'The earliest time at which the text is known to have been there';
comment on column documents.capture_sha256 is 'Payload SHA-256 of the first capture that held this text';
comment on column documents.kind is 'article, live, index, video, post, text or error';
comment on column documents.problem is 'Why the page could not be read well; null when it could';
comment on column documents.forwarded_from is 'The channel a post was forwarded from';
comment on column documents.text_sha256 is 'SHA-256 of the text, hex';
comment on column documents.words_sha256 is 'SHA-256 of its words alone: the same where only white space, case or typography changed';

create table blocks (
    extraction_id varchar not null,
    document_id varchar not null,
    position bigint not null,
    start bigint not null,
    "end" bigint not null,
    kind varchar not null,
    date timestamptz
);
comment on table blocks is 'The runs of text of one kind that make up a document, in order';
comment on column blocks.extraction_id is 'The reading it belongs to';
comment on column blocks.document_id is 'The document it belongs to';
comment on column blocks.position is 'Place in the document, from 0';
comment on column blocks.start is 'First code point';
comment on column blocks."end" is 'One past the last code point';
comment on column blocks.kind is 'title, heading, paragraph, list_item, quote, caption or table';
comment on column blocks.date is 'Time of a dated post of a live page or channel';

create table mentions (
    extraction_id varchar not null,
    document_id varchar not null,
    position bigint not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null,
    label varchar not null,
    entity varchar not null
);
comment on table mentions is 'Names in the text and the entities they refer to';
comment on column mentions.extraction_id is 'The reading it belongs to';
comment on column mentions.document_id is 'The document it belongs to';
comment on column mentions.position is 'Place in the document, from 0';
comment on column mentions.start is 'First code point';
comment on column mentions."end" is 'One past the last code point';
comment on column mentions.text is 'The quoted words';
comment on column mentions.label is 'PERSON, ORG, GPE, LOC, NORP, EVENT, ...';
comment on column mentions.entity is 'What it refers to, aliases folded';

create table dates (
    extraction_id varchar not null,
    document_id varchar not null,
    position bigint not null,
    start bigint not null,
    "end" bigint not null,
    text varchar not null,
    timex varchar not null,
    earliest timestamptz,
    latest timestamptz,
    precision varchar not null
);
comment on table dates is 'Temporal expressions and the calendar intervals they stand for';
comment on column dates.extraction_id is 'The reading it belongs to';
comment on column dates.document_id is 'The document it belongs to';
comment on column dates.position is 'Place in the document, from 0';
comment on column dates.start is 'First code point';
comment on column dates."end" is 'One past the last code point';
comment on column dates.text is 'The quoted words';
comment on column dates.timex is 'TIMEX3 value (ISO-TimeML)';
comment on column dates.earliest is 'First instant of the interval; null when open';
comment on column dates.latest is 'Last instant of the interval, inclusive; null when open';
comment on column dates.precision is 'second ... century, or vague';

create table quantities (
    extraction_id varchar not null,
    document_id varchar not null,
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
comment on table quantities is 'Numbers in the text: bounds, unit, rate, modifier and role';
comment on column quantities.extraction_id is 'The reading it belongs to';
comment on column quantities.document_id is 'The document it belongs to';
comment on column quantities.position is 'Place in the document, from 0';
comment on column quantities.start is 'First code point';
comment on column quantities."end" is 'One past the last code point';
comment on column quantities.text is 'The quoted words';
comment on column quantities.low is 'Lower bound; null for "up to"';
comment on column quantities.high is 'Upper bound; null for "at least"';
comment on column quantities.unit is 'Lemma of the counted noun or name of the unit; empty if none';
comment on column quantities.per is 'day, year, ... of a rate; null if none';
comment on column quantities.modifier is 'exact, about, at least, more than, up to, less than or between';
comment on column quantities.role is 'What happened to the counted thing: killed, produced, deployed, ...';

create table attributions (
    extraction_id varchar not null,
    document_id varchar not null,
    position bigint not null,
    source struct(start bigint, "end" bigint, text varchar),
    cue struct(start bigint, "end" bigint, text varchar) not null,
    content struct(start bigint, "end" bigint, text varchar) not null,
    cue_lemma varchar not null,
    denied boolean not null,
    certainty varchar not null
);
comment on table attributions is 'Who is said to have said what';
comment on column attributions.extraction_id is 'The reading it belongs to';
comment on column attributions.document_id is 'The document it belongs to';
comment on column attributions.position is 'Place in the document, from 0';
comment on column attributions.source is 'The words that name the source; null where the text hides it';
comment on column attributions.cue is 'The words of saying';
comment on column attributions.content is 'What is said';
comment on column attributions.cue_lemma is 'Lemma of the cue';
comment on column attributions.denied is 'True where the cue itself rejects the content';
comment on column attributions.certainty is 'What the cue leaves of the content''s certainty';
