-- Each text that an address has had, oldest first: from when on it is known, and how often it changed.
create or replace view document_versions as
with newest as (
    select *
    from documents
    where role = 'coverage'
    qualify row_number() over (partition by document_id order by reading desc) = 1
),
final as (
    select
        canonical_url,
        outlet,
        version,
        count(*) over (partition by canonical_url) as versions,
        title,
        published.value as published,
        modified.value as modified,
        first_seen.value as first_seen,
        problem,
        length(text) as characters,
        document_id,
        extraction_id
    from newest
)
select * from final;
comment on view document_versions is 'Each text that an address has had, oldest first';
comment on column document_versions.canonical_url is 'The address that all copies of the page share';
comment on column document_versions.outlet is 'Registry id of the outlet';
comment on column document_versions.version is 'Number of these words at their address, 1 for the first seen';
comment on column document_versions.versions is 'How many there are';
comment on column document_versions.title is 'Headline';
comment on column document_versions.published is 'When the page says it was published';
comment on column document_versions.modified is 'When the page says it was last changed';
comment on column document_versions.first_seen is 'The earliest time at which this text is known to have been there';
comment on column document_versions.problem is 'Why it could not be read well; null when it could';
comment on column document_versions.characters is 'Length of the text in code points';
comment on column document_versions.document_id is 'The document';
comment on column document_versions.extraction_id is 'Its newest reading';
