-- One row per customer and category whose first purchase of the year is half a year
-- old at most, beside other purchases that are older.
with bought as (
    select
        i, merchant.category, cast(booked_at as date) as booked_on, -amount as spent
    from stream inner join merchant on stream.merchant_category = cast(code as varchar)
    where is_spent(amount, n, memo) and cast(booked_at as date) > as_of() - 365
),

paid as (
    select i, min(cast(booked_at as date)) as since
    from stream
    where is_spent(amount, n, memo) and cast(booked_at as date) > as_of() - 365
    group by i
    having since <= as_of() - 180
)

select
    i, category, min(booked_on) as first_on, max(booked_on) as last_on,
    count(*) as purchases, sum(spent) as spent,
from bought semi join paid using (i)
where
    category in (
        'home_improvement', 'car', 'travel', 'wedding', 'education', 'culture', 'rent',
        'wholesale'
    )
group by i, category
having first_on > as_of() - 180
