-- The record of which SQL files made this warehouse.

-- name: create
create table if not exists migrations (
    file varchar primary key,
    number bigint,
    sha256 varchar not null
);
comment on table migrations is 'The SQL files that made this warehouse, by hash';
comment on column migrations.file is 'Path of the file within the package';
comment on column migrations.number is 'Number of a schema migration; null for a view';
comment on column migrations.sha256 is 'SHA-256 of the file, hex';

-- name: exists
select count(*) from duckdb_tables() where table_name = 'migrations' and not internal;

-- name: applied
select file, number, sha256 from migrations;

-- name: record
insert or replace into migrations values ($file, $number, $sha256);
