-- The names that stand in each assertion's clause, aliases folded: "DPRK" is 'north korea'.
create or replace view assertion_names as
with final as (
    select distinct said.extraction_id, said.assertion_id, named.entity as name
    from assertions as said
    join mentions as named
        on named.extraction_id = said.extraction_id
        and named.start < said."end" and said.start < named."end"
)
select * from final;
comment on view assertion_names is 'The names that stand in each assertion''s clause, aliases folded';
comment on column assertion_names.extraction_id is 'The reading';
comment on column assertion_names.assertion_id is 'The assertion';
comment on column assertion_names.name is 'What the name refers to, in lower case';
