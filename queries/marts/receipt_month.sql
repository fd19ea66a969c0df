-- One row per customer and month with receipts from others: 6 complete months.
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
        and income_row.month >= $complete_6m
        and income_row.month < $complete_until
)

select
    customer_id,
    month,
    count(*) >= $business_rows
    and count(distinct payer) >= $business_payers
    and sum(value) >= $business_amount as is_business,
    count(*) filter (where is_personal) as count_personal,
    count(*) as count_rows,
    count(distinct payer) as count_payers,
    cast(sum(value) as decimal(18, 2)) as value,
from receipts
group by all
