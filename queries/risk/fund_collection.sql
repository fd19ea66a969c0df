-- One row per account that lately took money of many payers and passed most of it on.
-- params: as_of, currency, days, follow, payers, forwarded_share, least_forwarded
-- scope: bank
with moves as (
    select
        account.customer_id,
        t.account_id,
        t.booked_at,
        cast(t.booked_at as date) as booked_on,
        t.amount,
        t.counterparty_account,
        coalesce(t.counterparty_account, t.counterparty_name) as counterparty,
    from transaction as t
    inner join account on t.account_id = account.account_id
    where
        t.payment_method = 'transfer'
        and account.kind = 'current'
        and account.currency = $currency
        and t.counterparty_customer_id is distinct from account.customer_id
        and t.booked_at >= cast($as_of - $days + 1 as timestamp)
        and t.booked_at < cast($as_of + 1 as timestamp)
),

passed_on as (
    select
        customer_id,
        account_id,
        counterparty_account,
        booked_on,
        -sum(amount) as forwarded,
        max(booked_at) as last_at,
    from moves
    where amount < 0 and counterparty_account is not null
    group by all
    having -sum(amount) >= $least_forwarded
),

gathered as (
    select
        passed_on.*,
        cast(sum(moves.amount) as decimal(18, 2)) as collected,
        count(distinct moves.counterparty) as count_payers,
        list_sort(list({
            'booked_on': moves.booked_on,
            'account_id': moves.account_id,
            'counterparty': moves.counterparty,
            'value': moves.amount
        })) as rows,
    from passed_on
    inner join moves
        on
            passed_on.account_id = moves.account_id
            and moves.amount > 0
            and passed_on.last_at >= moves.booked_at
            and date_diff('day', moves.booked_on, passed_on.booked_on) <= $follow
    group by all
)

select
    'fund_collection' as flag_code,
    gathered.account_id as subject,
    gathered.customer_id,
    gathered.booked_on as happened_on,
    gathered.booked_on + $days as expires_on,
    gathered.collected as amount,
    cast(to_json({
        'payers': gathered.count_payers, 'forwarded': gathered.forwarded
    }) as varchar) as evidence,
    list_sort(list_distinct([
        gathered.customer_id, coalesce(taker.customer_id, gathered.customer_id)
    ])) as involved,
    gathered.rows,
from gathered
left join account as taker on gathered.counterparty_account = taker.account_id
where count_payers >= $payers and forwarded >= $forwarded_share * collected
qualify
    row_number() over (
        partition by gathered.account_id
        order by gathered.booked_on desc, gathered.counterparty_account asc
    ) = 1
