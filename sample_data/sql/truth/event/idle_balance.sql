-- One row per customer whose current accounts hold 50,000 more than half a year costs.
with held as (
    select i, balance as amount
    from closing
    where slot = 1
    union all
    select i, money(round(amount * coalesce(rate, 1), 2))
    from plan_account left join fx_rate using (currency)
    where
        kind = 'current' and slot <> 1 and closed_on is null
        and (currency = 'CNY' or rate is not null)
)

select customer_of(i) as customer_id
from held inner join usual_spending using (i)
group by i, spent
having sum(amount) - 6 * spent >= 50000
order by customer_id
