-- One row per customer and kind of asset: the sum in the feed's currency on the
-- business date.
with held as (
    select i, kind, amount
    from plan_account
    where
        slot <> 1 and closed_on is null and currency = 'CNY'
        and kind in (
            'current',
            'time_deposit',
            'wealth',
            'fund',
            'insurance',
            'gold',
            'securities'
        )
    union all
    select i, 'current', balance
    from closing
    where slot = 1
)

select customer_of(i) as customer_id, kind, sum(amount) as amount
from held
group by i, kind
order by customer_id, kind
