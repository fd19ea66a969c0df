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

earlier as (
    select
        large.customer_id,
        large.transaction_id,
        bool_or(paid.counterparty = large.counterparty) as is_known_payee,
        max(paid.amount) as usual_amount,
    from paid
    inner join large
        on
            paid.customer_id = large.customer_id
            and paid.booked_at < large.booked_at
    group by large.customer_id, large.transaction_id
),

judged as (
    select
        large.*,
        earlier.usual_amount,
        coalesce(customer.birth_date <= cast(
            cast($as_of as date) - to_months(12 * cast($elder_age as integer)) as date
        ), false) as is_elder,
    from large
    inner join customer on large.customer_id = customer.customer_id
    left join earlier on large.transaction_id = earlier.transaction_id
    where not coalesce(earlier.is_known_payee, false)
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
