-- One row per value of an optional reference that leads nowhere, with its rows.
-- params: none
-- scope: bank
select
    reference,
    count(*) as count_rows,
    arg_min(source_file, source_row) as source_file,
    min(source_row) as source_row,
from checked_reference
anti join parent on checked_reference.reference = parent.identifier
where checked_reference.reference is not null
group by reference
