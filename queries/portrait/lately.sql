-- One row per customer: regular income, flags, and what happened lately.
-- params: none
-- scope: customer
with customers as (
    select customer_id from customer
),

salaries as (
    select * from regular_income
    where income = 'salary'
),

pensions as (
    select * from regular_income
    where income = 'pension'
),

borrowers as (
    select distinct customer_id from account_state
    where is_open and is_liability
),

people_of_organisations as (
    select distinct customer_id from organisation_person
)

select
    customers.customer_id,
    cast(salaries.day as integer) as salary_day,
    salaries.amount as salary_amount,
    salaries.last_on as salary_last_on,
    cast(coalesce(salaries.count_months, 0) as integer) as salary_months,
    cast(pensions.day as integer) as pension_day,
    pensions.amount as pension_amount,
    pensions.last_on as pension_last_on,
    case
        when known.has_schedules or borrowers.customer_id is null
            then overdue_loan.customer_id is not null
    end as has_overdue_loan,
    people.customer_id is not null as has_organisation,
    cast(coalesce(receipts.business_months_6m, 0) as integer) as business_months_6m,
    receipts.personal_receipts_monthly,
    remitted.remitted_away_share,
    coalesce(touches.asked_education, false) as asked_education,
    coalesce(touches.has_open_complaint, false) as has_open_complaint,
    touches.last_complaint_on,
    coalesce(unfinished_list.unfinished, []) as unfinished,
    coalesce(question_list.questions, []) as questions,
    coalesce(contact_list.contacts, []) as contacts,
    coalesce(appointments.appointments, []) as appointments,
from customers
cross join known_fact as known
left join borrowers on customers.customer_id = borrowers.customer_id
left join salaries on customers.customer_id = salaries.customer_id
left join pensions on customers.customer_id = pensions.customer_id
left join overdue_loan on customers.customer_id = overdue_loan.customer_id
left join people_of_organisations as people
    on customers.customer_id = people.customer_id
left join receipt_total as receipts on customers.customer_id = receipts.customer_id
left join remitted_share as remitted on customers.customer_id = remitted.customer_id
left join touch_total as touches on customers.customer_id = touches.customer_id
left join unfinished_list on customers.customer_id = unfinished_list.customer_id
left join question_list on customers.customer_id = question_list.customer_id
left join contact_list on customers.customer_id = contact_list.customer_id
left join appointment_list as appointments
    on customers.customer_id = appointments.customer_id
