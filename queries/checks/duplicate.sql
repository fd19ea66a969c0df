-- One row per row whose key stands in other rows too: are all alike, is it kept.
-- params: none
-- scope: bank
with copies as (
    select
        source_file,
        source_row,
        count(*) over (partition by key_text) as count_copies,
        min(row_text) over (partition by key_text) as first_text,
        max(row_text) over (partition by key_text) as last_text,
        prevails,
        row_number() over (
            partition by key_text order by prevails desc, source_file, source_row
        ) as copy,
    from suspect
)

select
    source_file,
    source_row,
    first_text = last_text as is_identical,
    copy = 1 and (prevails or first_text = last_text) as is_kept,
from copies
where count_copies > 1
