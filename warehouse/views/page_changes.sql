-- What changed on a page between one version of its text and the next, sentence by sentence.
-- `stated` is false where the page's own date of change is no later than before: a silent change.
create or replace view page_changes as
with pairs as (
    select
        later.canonical_url,
        later.outlet,
        earlier.version as version_before,
        later.version as version_after,
        later.first_seen,
        coalesce(later.modified > coalesce(earlier.modified, earlier.published), false) as stated,
        earlier.extraction_id as before_id,
        later.extraction_id as after_id
    from document_versions as later
    join document_versions as earlier
        on earlier.canonical_url = later.canonical_url and earlier.version = later.version - 1
),
sentences as (
    select extraction_id, text, min(ordinal) as ordinal from passages group by all
),
removed as (
    select pairs.* exclude (before_id, after_id), 'removed' as change, old.ordinal, old.text
    from pairs
    join sentences as old on old.extraction_id = pairs.before_id
    anti join sentences as kept on kept.extraction_id = pairs.after_id and kept.text = old.text
),
added as (
    select pairs.* exclude (before_id, after_id), 'added' as change, new.ordinal, new.text
    from pairs
    join sentences as new on new.extraction_id = pairs.after_id
    anti join sentences as kept on kept.extraction_id = pairs.before_id and kept.text = new.text
),
final as (
    select * from removed
    union all
    select * from added
)
select * from final;
comment on view page_changes is 'What changed on a page between one version of its text and the next';
comment on column page_changes.canonical_url is 'The address of the page';
comment on column page_changes.outlet is 'Registry id of the outlet';
comment on column page_changes.version_before is 'Number of the earlier text';
comment on column page_changes.version_after is 'Number of the later text';
comment on column page_changes.first_seen is 'The earliest time at which the later text is known to have been there';
comment on column page_changes.stated is 'Whether the page itself says that it was changed';
comment on column page_changes.change is 'removed or added';
comment on column page_changes.ordinal is 'Place of the sentence among the passages of its version, from 0';
comment on column page_changes.text is 'The sentence';
