-- One row per value of an optional reference that leads nowhere, with its rows.
-- params: none
-- scope: bank
select
    reference,
    count(*) as count_rows,
    arg_min(source_file, source_row) as source_file,
    min(source_row) as source_row,
from checked_reference
where
    reference is not null
    and reference not in (select identifier from parent)
group by reference
