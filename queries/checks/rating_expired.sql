-- One row per file with customers whose risk rating has expired.
-- params: today
-- scope: bank
select
    source_file,
    count(*) as count_rows,
    min(source_row) as source_row,
from staged_customer
where
    fault is null
    and risk_rating is not null
    and not coalesce(
        risk_expires_on >= cast($today as date)
        and cast($today as date) - risk_rated_on <= 365, false
    )
group by source_file
