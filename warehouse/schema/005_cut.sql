-- Pages that say they are for payers, with text in hand.
alter table documents add column may_be_cut boolean default false;
comment on column documents.may_be_cut is 'Whether the page says it is for payers: there may be more of it than was read';
