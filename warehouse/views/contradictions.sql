-- Where what was read contradicts a claim, unless a person rejected the finding.
create or replace view contradictions as
with final as (
    select *
    from evidence
    where relation = 'contradicts' and review is distinct from 'reject'
)
select * from final;
comment on view contradictions is 'Where what was read contradicts a claim, unless a person rejected the finding';
