-- One row per customer: where money went in the 365 days ending with as_of.
-- params: as_of, bank
-- scope: customer
with spending as (
    select
        *,
        case
            when method in ('alipay', 'wechat') then 'wallet'
            when method = 'transfer' and counterparty_bank <> $bank then 'bank'
        end as kind,
    from transaction_row
    where is_spending and is_in_year
),

by_destination as (
    select
        customer_id,
        case when kind = 'wallet' then method else counterparty_bank end
            as destination,
        kind,
        coalesce(-sum(value) filter (where booked_on > $as_of - 90), 0) as amount_90d,
        -sum(value) as amount_365d,
        count(*) as count_rows,
    from spending
    where kind is not null
    group by all
)

select
    customer_id,
    list_sort(list({
        'destination': destination,
        'kind': kind,
        'amount_90d': amount_90d,
        'amount_365d': amount_365d,
        'count': count_rows
    })) as destinations_365d,
from by_destination
group by customer_id
