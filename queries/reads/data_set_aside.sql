-- One row per row of the feed set aside, ordered by table_name, file, row and code.
-- params: table_name, code, column_name, at_most
-- about: people
-- load: heavy
select
    table_name,
    code,
    column_name,
    source_file,
    source_row,
    record,
from set_aside
where
    severity = 'set_aside'
    and ($table_name is null or table_name = $table_name)
    and ($code is null or code = $code)
    and ($column_name is null or column_name = $column_name)
order by table_name, source_file, source_row, code
limit $at_most
