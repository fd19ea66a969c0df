-- One row per customer with maturities to come: the sum of 30 days, and the next one.
-- params: none
-- scope: customer
with maturities as (
    select * from maturity_row
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by matures_on, value desc nulls last, account_id
        ) as place,
    from maturities
)

select
    customer_id,
    sum(value) filter (where is_in_30d) as maturing_30d,
    max(matures_on) filter (where place = 1) as next_maturity_on,
    bool_or(auto_renew) filter (where place = 1) as next_maturity_renews,
    max(value) filter (where place = 1) as next_maturity_amount,
    max(kind) filter (where place = 1) as next_maturity_kind,
from ranked
group by customer_id
