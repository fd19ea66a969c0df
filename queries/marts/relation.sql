-- One row per customer, kind of relation and other customer, organisation or payer.
-- params: none
-- scope: customer
with ties as (
    select * from household_pair
    union all
    select * from party_pair
    union all
    select * from referral_pair
    union all
    select * from organisation_pair
),

own_ties as (
    select
        ties.*,
        cast(null as date) as last_on,
        cast(null as decimal(18, 2)) as amount,
        cast(null as varchar) as payer,
        cast(null as varchar) as payer_key,
    from ties
    semi join customer on ties.customer_id = customer.customer_id
),

transfers as (
    select
        customer_id,
        case when value < 0 then 'pays' else 'paid_by' end as kind,
        other_id,
        cast(null as varchar) as organisation_id,
        1 as step,
        min(booked_on) as since_on,
        count(*) as count_rows,
        max(booked_on) as last_on,
        cast(sum(abs(value)) as decimal(18, 2)) as amount,
        cast(null as varchar) as payer,
        cast(null as varchar) as payer_key,
    from customer_transfer
    where value <> 0
    group by customer_id, value < 0, other_id
),

employers as (
    select
        customer_id,
        'employer' as kind,
        cast(null as varchar) as other_id,
        cast(null as varchar) as organisation_id,
        1 as step,
        since_on,
        count_rows,
        last_on,
        amount,
        payer,
        payer_key,
    from payroll
)

select * from own_ties
union all
select * from transfers
union all
select * from employers
