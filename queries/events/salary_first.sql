-- One row per customer whose first salary in 12 months was seen lately.
-- params: as_of, untagged_months, window_days
-- scope: customer
with begun as (
    select
        customer_id,
        min(first_on) as began_on,
        bool_or(is_tagged) as is_tagged,
    from income_month
    where income = 'salary'
    group by customer_id
    having min(first_on) >= $as_of - $window_days - 31 * $untagged_months
),

numbered as (
    select
        begun.*,
        months.first_on,
        months.amount,
        row_number() over (
            partition by begun.customer_id order by months.month, months.first_on
        ) as place,
    from begun
    inner join income_month as months on begun.customer_id = months.customer_id
    where months.income = 'salary'
),

seen as (
    select * from numbered
    where
        first_on >= $as_of - $window_days
        and place = case when is_tagged then 1 else $untagged_months end
),

known_before as (
    select distinct seen.customer_id
    from seen
    inner join transfer_row as earlier
        on
            seen.customer_id = earlier.customer_id
            and earlier.booked_on < seen.began_on - 31
),

new_customers as (
    select customer_id from account_state
    group by customer_id
    having min(opened_on) >= $as_of - 2 * $window_days
)

select
    customer_id,
    'salary_first' as event_code,
    first_on as happened_on,
    first_on + $window_days as expires_on,
    amount,
    cast(0.7 as double) as strength,
    cast(to_json({'day': extract(day from first_on), 'began_on': began_on}) as varchar)
        as evidence,
from seen
where
    customer_id in (select known_before.customer_id from known_before)
    or customer_id in (select new_customers.customer_id from new_customers)
