-- One row per table in which rows are about a customer, ordered by table_name.
-- params: none
-- about: nobody
select
    database_name,
    schema_name,
    table_name,
from duckdb_columns()
where column_name = 'customer_id'
order by table_name
