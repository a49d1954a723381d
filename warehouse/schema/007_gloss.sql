-- Passages in another language are read by their gloss.
alter table passages add column gloss varchar default '';
comment on column passages.gloss is 'The sentence in English words where the document is in another language: not a translation; else empty. Terms, names and vector are the gloss''s';
comment on column passages.before is 'The sentence before it, in English words where the document is in another language; empty at the start of the document';
