-- One row per customer with receipts from others in the 6 complete months before as_of.
-- params: none
-- scope: customer
select
    customer_id,
    count(*) filter (where is_business) as business_months_6m,
    cast(round(cast(sum(count_personal) as double) / 6, 2) as decimal(9, 2))
        as personal_receipts_monthly,
from receipt_month
group by customer_id
