-- One row per large transfer of a person to somebody never paid before, with care due.
-- params: as_of, elder_age, elder_amount, least_amount, times_usual, window_days
-- scope: customer
with paid as (
    select *, -value as amount from transfer_row
    where value < 0 and not is_own_transfer
),

at_home as (
    select customer_transfer.customer_id, customer_transfer.transaction_id
    from customer_transfer
    inner join relation
        on
            customer_transfer.customer_id = relation.customer_id
            and customer_transfer.other_id = relation.other_id
    where relation.kind in ('household', 'joint', 'guardian', 'ward')
),

large as (
    select paid.*
    from paid
    anti join at_home
        on
            paid.customer_id = at_home.customer_id
            and paid.transaction_id = at_home.transaction_id
    where
        paid.booked_on >= $as_of - $window_days
        and paid.amount >= least($elder_amount, $least_amount)
        and paid.counterparty is not null
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
    where
        not coalesce(earlier.is_known_payee, false)
        and customer.kind = 'person'
        and customer.name is distinct from large.counterparty_name
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
