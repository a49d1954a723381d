-- Which derivations stand: what is derived again from the same rows by the same rules is the same.
create table derivations (
    run_id varchar not null,
    key varchar not null
);
comment on table derivations is 'What each run''s findings were derived from and by: while the key is the same, so are they';
comment on column derivations.run_id is 'The run';
comment on column derivations.key is 'Name of the run''s own rows, of the rules and the model that judged them, and of the findings a reviewer rejected';
