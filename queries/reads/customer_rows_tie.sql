-- One row per account that ties two customers, ordered by opened_on, account_id.
-- params: customer_id, other_id, kind, at_most
-- about: customer
with ties as (
    select * from rows.tie_row
    where customer_id = $customer_id and other_id = $other_id and kind = $kind
)

select
    count(*) over () as count_rows,
    account_id,
    account_kind as kind,
    opened_on,
from ties
order by opened_on, account_id
limit $at_most
