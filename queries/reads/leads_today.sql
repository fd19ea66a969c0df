-- One row per customer and reason to talk, ordered by due_on, customer_id, code, id.
-- params: branch_id, until
-- about: people
with due as (
    select * from lead_source
    where home_branch_id = $branch_id and due_on <= $until
    union all by name
    select * from lead_offer
    where home_branch_id = $branch_id and due_on <= $until
),

known as (
    select
        due.*,
        portrait.kind as customer_kind,
        portrait.name,
        portrait.segment,
        portrait.manager_staff_id,
        portrait.has_open_complaint,
        portrait.last_complaint_on,
        case
            when due.source in ('maturity', 'rating') then null else portrait.contacts
        end as contacts,
    from due
    inner join portrait on due.customer_id = portrait.customer_id
    where not portrait.deceased
)

select
    customer_id,
    customer_kind,
    name,
    segment,
    manager_staff_id,
    has_open_complaint,
    last_complaint_on,
    contacts,
    source,
    code,
    source_id,
    due_on,
    happened_on,
    amount,
    facts,
from known
order by due_on, customer_id, code, source_id
