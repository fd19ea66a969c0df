-- One row per large transfer to somebody never paid before, where care is due.
-- params: as_of, elder_age, elder_amount, least_amount, times_usual, window_days
-- scope: customer
with paid as (
    select *, -value as amount from transfer_row
    where value < 0 and not is_own_transfer
),

large as (
    select *
    from paid
    where
        booked_on >= $as_of - $window_days
        and amount >= least($elder_amount, $least_amount)
        and counterparty is not null
),

compared as (
    select
        large.customer_id,
        large.transaction_id,
        large.account_id,
        large.booked_at,
        large.booked_on,
        large.amount,
        large.channel,
        large.counterparty_bank,
        coalesce(bool_or(earlier.counterparty = large.counterparty), false)
            as is_known_payee,
        max(earlier.amount) as usual_amount,
    from large
    left join paid as earlier
        on
            large.customer_id = earlier.customer_id
            and earlier.booked_at < large.booked_at
    group by all
),

judged as (
    select
        compared.*,
        coalesce(customer.birth_date <= cast(
            cast($as_of as date) - to_months(12 * cast($elder_age as integer)) as date
        ), false) as is_elder,
    from compared
    inner join customer on compared.customer_id = customer.customer_id
    where not compared.is_known_payee
)

select
    customer_id,
    'possible_scam' as event_code,
    booked_on as happened_on,
    booked_on + $window_days as expires_on,
    amount,
    cast(1 as double) as strength,
    cast(to_json({
        'account_tail': right(account_id, 4),
        'booked_at': booked_at,
        'channel': channel,
        'bank': counterparty_bank,
        'usual_amount': usual_amount,
        'is_elder': is_elder
    }) as varchar) as evidence,
from judged
where
    is_elder and amount >= $elder_amount
    or amount >= $least_amount and amount >= $times_usual * usual_amount
