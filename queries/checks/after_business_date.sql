-- One row per file of the table under check with rows dated after the business date.
-- params: business_date
-- scope: bank
select
    source_file,
    count(*) as count_rows,
    min(source_row) as source_row,
from checked_date
where dated >= cast($business_date as date) + 1
group by source_file
