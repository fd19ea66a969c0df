-- One row per customer: contacts, own payments, what left lately, debt against income.
-- params: as_of
-- scope: customer
with customers as (
    select customer_id from customer
),

payments as (
    select
        customer_id,
        max(last_made_on) as last_made_on,
        max(gone) filter (where report_on = $as_of) as gone_lately,
    from move_window
    group by customer_id
),

incomes as (
    select customer_id, sum(amount) as amount from regular_income
    where is_present
    group by customer_id
),

debts as (
    select
        customer_id,
        coalesce(liability_credit_card, 0) + coalesce(liability_consumer_loan, 0)
            as amount,
    from asset_total
)

select
    customers.customer_id,
    contacts.last_contact_on,
    case
        when known.has_contacts
            then cast(coalesce(contacts.count_lately, 0) as integer)
    end as count_contacts_lately,
    payments.last_made_on,
    payments.gone_lately,
    case
        when coalesce(debts.amount, 0) = 0 then cast(0 as decimal(9, 1))
        when incomes.amount > 0
            then
                cast(
                    cast(debts.amount as double) / cast(incomes.amount as double)
                    as decimal(9, 1)
                )
    end as debt_months,
from customers
cross join known_fact as known
left join contact_total as contacts on customers.customer_id = contacts.customer_id
left join payments on customers.customer_id = payments.customer_id
left join incomes on customers.customer_id = incomes.customer_id
left join debts on customers.customer_id = debts.customer_id
