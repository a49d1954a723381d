-- Everything that a source is quoted as saying, wherever it stands: from who_said('kremlin').
-- Matches the folded entity or the outlet itself; case does not matter. Ordered by time.
create or replace macro who_said(wanted) as table
with final as (
    select * from said(null, wanted, null, null) where wanted is not null order by all
)
select * from final;
comment on macro table who_said is 'Everything that a source is quoted as saying, wherever it stands: who_said(entity)';
