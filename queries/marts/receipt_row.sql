-- One row per event and receipt that it is made of.
-- params: none
-- scope: customer
with happened as (
    select customer_id, event_code, amount, happened_on from event
    where event_code in ('business_receipts', 'salary_stopped')
),

receipts as (
    select
        paid.*,
        happened.event_code,
        paid.method = 'salary' as is_tagged,
        paid.month = cast(date_trunc('month', happened.happened_on) as date)
            as is_in_month,
        paid.value = happened.amount
        and paid.method <> 'pension'
        and paid.booked_on < happened.happened_on as is_like_the_last,
    from income_row as paid
    inner join happened on paid.customer_id = happened.customer_id
    where not paid.is_from_self
),

employers as (
    select
        customer_id,
        arg_max(is_tagged, booked_at) as is_tagged,
        arg_max(coalesce(payer, ''), booked_at) as payer,
    from receipts
    where event_code = 'salary_stopped' and is_like_the_last
    group by customer_id
),

told as (
    select receipts.*
    from receipts
    left join employers on receipts.customer_id = employers.customer_id
    where
        receipts.event_code = 'business_receipts' and receipts.is_in_month
        or receipts.event_code = 'salary_stopped'
        and receipts.is_tagged = employers.is_tagged
        and (receipts.is_tagged or receipts.payer = employers.payer)
        and receipts.method <> 'pension'
)

select
    told.customer_id,
    told.event_code,
    told.transaction_id,
    told.account_id,
    told.booked_at,
    told.method,
    told.channel,
    told.value,
from told
anti join regular_income_row as income
    on
        told.event_code = 'business_receipts'
        and told.customer_id = income.customer_id
        and told.transaction_id = income.transaction_id
