-- One row per row of the table under check whose required reference leads nowhere.
-- params: none
-- scope: bank
select
    source_file,
    source_row,
from checked_reference
anti join parent on checked_reference.reference = parent.identifier
where checked_reference.reference is not null
