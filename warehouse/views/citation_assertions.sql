-- The claims that each citation is about, one row each.
create or replace view citation_assertions as
with final as (
    select
        run_id,
        citation_id,
        generate_subscripts(assertion_ids, 1) - 1 as position,
        unnest(assertion_ids) as assertion_id
    from citations
)
select * from final;
comment on view citation_assertions is 'The claims that each citation is about, one row each';
