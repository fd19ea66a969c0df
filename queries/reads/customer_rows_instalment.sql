-- One row per instalment that an event tells of, ordered by due_on, account_id.
-- params: customer_id, code, as_of, at_most
-- about: customer
with happened as (
    select
        json_extract_string(evidence, '$.account_tail') as account_tail,
        cast(json_extract_string(evidence, '$.due_on') as date) as due_on,
    from rows.event
    where customer_id = $customer_id and event_code = $code
),

instalments as (
    select dues.* from rows.instalment_row as dues
    semi join happened
        on
            right(dues.account_id, 4) = happened.account_tail
            and (
                dues.due_on = happened.due_on
                or happened.due_on is null and dues.due_on > $as_of
            )
    where dues.customer_id = $customer_id
),

totalled as (
    select *, sum(due_amount) over () as total, count(*) over () as count_rows
    from instalments
)

select
    total,
    count_rows,
    account_id,
    kind,
    due_on,
    paid_on,
    due_amount as value,
from totalled
order by due_on, account_id
limit $at_most
