-- name: views
select view_name, coalesce(comment, '')
from duckdb_views()
where not internal
order by view_name;

-- name: columns
select table_name, column_name, data_type, coalesce(comment, '')
from duckdb_columns()
where not internal
order by table_name, column_index;

-- name: macros
select function_name, parameters, coalesce(comment, '')
from duckdb_functions()
where function_type = 'table_macro' and not internal
order by function_name;
