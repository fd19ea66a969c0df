-- One row per relation of the customer, ordered by kind, then amount and the others.
-- params: customer_id, at_most
-- about: customer
with relations as (
    select * from rows.relation
    where customer_id = $customer_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by kind
            order by step asc, amount desc nulls last, other_id asc, organisation_id asc
        ) as place,
    from relations
)

select
    kind,
    other_id,
    organisation_id,
    payer,
    payer_key,
    step,
    since_on,
    last_on,
    count_rows,
    amount,
from ranked
where place <= $at_most
order by kind asc, place asc
