-- One row per row whose key stands in other rows too, and whether all are alike.
-- params: none
-- scope: bank
with copies as (
    select
        source_file,
        source_row,
        count(*) over (partition by key_text) as count_copies,
        min(row_text) over (partition by key_text) as first_text,
        max(row_text) over (partition by key_text) as last_text,
        row_number() over (
            partition by key_text order by source_file, source_row
        ) as copy,
    from suspect
)

select
    source_file,
    source_row,
    copy,
    first_text = last_text as is_identical,
from copies
where count_copies > 1
