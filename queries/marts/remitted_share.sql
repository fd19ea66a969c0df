-- One row per customer with a salary: the share sent to other cities within 5 days.
-- params: from_6m
-- scope: customer
with salaries as (
    select customer_id, transaction_id, booked_on, value
    from regular_income_row
    where
        income = 'salary'
        and month >= $from_6m
),

homes as (
    select customer.customer_id, branch.city
    from customer
    inner join branch on customer.home_branch_id = branch.branch_id
),

sent_away as (
    select
        transaction_row.customer_id,
        transaction_row.booked_on,
        -transaction_row.value as value,
    from transaction_row
    inner join homes on transaction_row.customer_id = homes.customer_id
    where
        transaction_row.is_spending
        and transaction_row.method = 'transfer'
        and transaction_row.city <> homes.city
),

by_salary as (
    select
        salaries.customer_id,
        salaries.transaction_id,
        max(salaries.value) as salary,
        least(coalesce(sum(sent_away.value), 0), max(salaries.value)) as sent,
    from salaries
    left join sent_away
        on
            salaries.customer_id = sent_away.customer_id
            and sent_away.booked_on between salaries.booked_on
            and salaries.booked_on + 5
    group by salaries.customer_id, salaries.transaction_id
)

select
    customer_id,
    cast(
        round(
            cast(sum(sent) as double) / nullif(cast(sum(salary) as double), 0), 4
        )
        as decimal(9, 4)
    ) as remitted_away_share,
from by_salary
group by customer_id
