-- One row per customer with assets in a currency without a rate: never added to others.
-- params: as_of
-- scope: customer
with by_currency as (
    select customer_id, currency, sum(balance) as amount
    from balance_row
    where report_on = $as_of and is_asset and value is null
    group by all
)

select
    customer_id,
    list_sort(list({'currency': cast(currency as varchar), 'amount': amount}))
        as other_currencies,
from by_currency
group by customer_id
