-- One row per account that lately repaid loans of several households in one estate.
-- params: as_of, days, households
-- scope: bank
with owners as (
    select account_id, customer_id from account
),

repaid as (
    select
        schedule.paid_from_account as payer_id,
        collateral.estate,
        owners.customer_id,
        coalesce(customer.address_key, customer.customer_id) as household,
        schedule.account_id,
        schedule.paid_on as booked_on,
        schedule.paid_amount as value,
    from loan_schedule as schedule
    inner join collateral on schedule.account_id = collateral.account_id
    inner join owners on schedule.account_id = owners.account_id
    inner join customer on owners.customer_id = customer.customer_id
    where
        schedule.paid_from_account is not null
        and collateral.estate is not null
        and schedule.paid_amount > 0
        and schedule.paid_on > $as_of - $days
        and schedule.paid_on <= $as_of
),

shared as (
    select
        payer_id,
        estate,
        list(distinct customer_id) as borrowers,
        max(booked_on) as happened_on,
        cast(sum(value) as decimal(18, 2)) as amount,
        count(distinct customer_id) as count_borrowers,
        count(distinct account_id) as count_loans,
        list_sort(list({
            'booked_on': booked_on,
            'account_id': payer_id,
            'counterparty': account_id,
            'value': value
        })) as rows,
    from repaid
    group by payer_id, estate
    having count(distinct household) >= $households
)

select
    'shared_repayment' as flag_code,
    concat_ws('/', shared.payer_id, shared.estate) as subject,
    coalesce(owners.customer_id, list_min(shared.borrowers)) as customer_id,
    shared.happened_on,
    shared.happened_on + $days as expires_on,
    shared.amount,
    cast(to_json({
        'borrowers': shared.count_borrowers,
        'loans': shared.count_loans,
        'estate': shared.estate
    }) as varchar) as evidence,
    list_sort(list_distinct(list_concat(
        shared.borrowers, [coalesce(owners.customer_id, list_min(shared.borrowers))]
    ))) as involved,
    shared.rows,
from shared
left join owners on shared.payer_id = owners.account_id
