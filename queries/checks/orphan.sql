-- One row per row of the table under check whose required reference leads nowhere.
-- params: none
-- scope: bank
select
    source_file,
    source_row,
from checked_reference
where
    reference is not null
    and reference not in (select identifier from parent)
