-- One row per customer with receipts from others in the 6 complete months before as_of.
-- params: complete_6m, complete_until, business_rows, business_payers, business_amount
-- scope: customer
with receipts as (
    select
        income_row.*,
        income_row.channel = 'third_party'
        or income_row.method in ('alipay', 'wechat', 'transfer') as is_personal,
    from income_row
    anti join regular_income_row
        on
            income_row.customer_id = regular_income_row.customer_id
            and income_row.transaction_id = regular_income_row.transaction_id
    where
        not income_row.is_from_self
        and income_row.method not in ('interest', 'fee')
        and income_row.month >= $complete_6m
        and income_row.month < $complete_until
),

by_month as (
    select
        customer_id,
        month,
        count(*) >= $business_rows
        and count(distinct payer) >= $business_payers
        and sum(value) >= $business_amount as is_business,
        count(*) filter (where is_personal) as count_personal,
    from receipts
    group by all
)

select
    customer_id,
    count(*) filter (where is_business) as business_months_6m,
    cast(round(cast(sum(count_personal) as double) / 6, 2) as decimal(9, 2))
        as personal_receipts_monthly,
from by_month
group by customer_id
