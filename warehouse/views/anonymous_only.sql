-- Claims of the newest runs whose every finding rests on speakers without a name: "Western officials",
-- "a person familiar with the matter". An institution ("the ministry") and what an outlet says in its
-- own voice are not anonymous.
create or replace view anonymous_only as
with told as (
    select
        run_id,
        claim_id,
        relation,
        outlet,
        said_by,
        len(said_by) > 0 and regexp_matches(
            said_by[-1],
            '^[^,]*\b(?:officials?|sources?|people|persons?|diplomats?|aides?|insiders?|witness(?:es)?'
            || '|experts?|analysts?|observers?|soldiers?|officers?|executives?|employees?|lawmakers?'
            || '|residents?|locals|others|some|many|one)\b[^\p{Lu},]*$'
        ) as nameless
    from evidence
    where relation in ('supports', 'contradicts')
),
final as (
    select
        claims.article_url,
        claims.number,
        claims.wording,
        claims.verdict,
        count(*) as findings,
        list(distinct told.said_by[-1]) as sources,
        list(distinct told.outlet) as outlets,
        claims.run_id,
        claims.claim_id
    from claims
    join told using (run_id, claim_id)
    group by all
    having bool_and(told.nameless)
)
select * from final;
comment on view anonymous_only is 'Claims of the newest runs whose every finding rests on speakers without a name';
comment on column anonymous_only.article_url is 'Address or path of the article as the user gave it';
comment on column anonymous_only.number is 'Place among the claims, from 1';
comment on column anonymous_only.wording is 'The claim';
comment on column anonymous_only.verdict is 'Its verdict';
comment on column anonymous_only.findings is 'How many findings there are';
comment on column anonymous_only.sources is 'Who speaks in them, as printed';
comment on column anonymous_only.outlets is 'Which outlets print them';
comment on column anonymous_only.run_id is 'The run';
comment on column anonymous_only.claim_id is 'The claim';
