-- One row per customer: what the history of the month before knew, for the next build.
select
    customer_id,
    month_start(0) - 1 as as_of,
    address_before as address_area,
    employer_before as employer,
from person_before
order by customer_id
