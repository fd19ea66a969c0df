-- One row per three people of related firms who lately paid one another in a ring.
-- params: as_of, currency, days, within_days, least_amount, alike_share
-- scope: bank
with people as (
    select organisation_id, customer_id from organisation_person
),

payments as (
    select
        owners.customer_id as payer_id,
        coalesce(t.counterparty_customer_id, takers.customer_id) as payee_id,
        t.booked_at,
        {
            'booked_on': cast(t.booked_at as date),
            'account_id': t.account_id,
            'counterparty': coalesce(t.counterparty_customer_id, takers.customer_id),
            'value': -t.amount
        } as payment,
        -t.amount as value,
    from transaction as t
    inner join account as owners on t.account_id = owners.account_id
    left join account as takers on t.counterparty_account = takers.account_id
    semi join people on owners.customer_id = people.customer_id
    where
        -t.amount >= $least_amount
        and owners.currency = $currency
        and t.booked_at >= cast($as_of - $days + 1 as timestamp)
        and t.booked_at < cast($as_of + 1 as timestamp)
),

rings as (
    select
        list_sort([a.payer_id, b.payer_id, c.payer_id]) as involved,
        cast(c.booked_at as date) as happened_on,
        a.payer_id as first_id,
        cast(a.value + b.value + c.value as decimal(18, 2)) as amount,
        [a.payment, b.payment, c.payment] as rows,
    from payments as a
    inner join payments as b on a.payee_id = b.payer_id
    inner join payments as c
        on b.payee_id = c.payer_id and a.payer_id = c.payee_id
    where
        a.booked_at <= b.booked_at
        and b.booked_at <= c.booked_at
        and a.payer_id not in (b.payer_id, c.payer_id)
        and b.payer_id <> c.payer_id
        and date_diff('day', a.booked_at, c.booked_at) <= $within_days
        and least(a.value, b.value, c.value)
        >= $alike_share * greatest(a.value, b.value, c.value)
),

linked as (
    select distinct rings.involved
    from rings
    inner join people as one on list_contains(rings.involved, one.customer_id)
    inner join people as other
        on
            one.organisation_id = other.organisation_id
            and one.customer_id < other.customer_id
            and list_contains(rings.involved, other.customer_id)
)

select
    'circular_acceptance' as flag_code,
    array_to_string(rings.involved, '/') as subject,
    rings.first_id as customer_id,
    rings.happened_on,
    rings.happened_on + $days as expires_on,
    rings.amount,
    cast(to_json({'people': 3}) as varchar) as evidence,
    rings.involved,
    rings.rows,
from rings
inner join linked on rings.involved = linked.involved
qualify
    row_number() over (
        partition by rings.involved
        order by rings.happened_on desc, rings.amount desc, rings.first_id asc
    ) = 1
