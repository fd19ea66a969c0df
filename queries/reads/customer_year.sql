-- One row per month and what its moves have in common, ordered by all of that.
-- params: customer_id, this_year, last_year, last_until
-- about: customer
with moves as (
    select *, month >= $this_year as is_this_year
    from rows.transaction_row
    where
        customer_id = $customer_id
        and not is_own_transfer
        and value is not null
        and (month >= $this_year or (month >= $last_year and booked_on <= $last_until))
)

select
    month,
    is_this_year,
    is_spending,
    method,
    category,
    channel,
    city,
    sum(value) as value,
    count(*) as count_rows,
from moves
group by
    month, is_this_year, is_spending, method, category, channel, city, value > 0
order by
    month asc, is_spending asc, method asc, category asc, channel asc, city asc,
    value asc
