-- One row per credit card whose purchases came back as money or spent a repayment.
-- params: as_of, currency, days, follow, times, shops, round_to, large, back, refill
-- scope: bank
with moves as (
    select
        t.*,
        account.kind,
        cards.account_id as card_account_id,
        cards.customer_id,
        cards.credit_limit,
        cast(t.booked_at as date) as booked_on,
    from transaction as t
    inner join account on t.account_id = account.account_id
    inner join account as cards on account.customer_id = cards.customer_id
    where
        cards.kind = 'credit_card'
        and cards.currency = $currency
        and account.currency = $currency
        and abs(t.amount) >= $back * $large * cards.credit_limit
        and t.booked_at >= cast($as_of - $days + 1 as timestamp)
        and t.booked_at < cast($as_of + 1 as timestamp)
),

purchases as (
    select
        account_id,
        customer_id,
        booked_at,
        booked_on,
        -amount as spent,
        credit_limit,
        coalesce(counterparty_account, counterparty_name, transaction_id) as shop,
    from moves
    where account_id = card_account_id and -amount >= $large * credit_limit
),

marked as (
    select
        one.*,
        bool_or(
            moves.kind = 'current'
            and moves.amount between one.spent * $back and one.spent
            and one.spent % $round_to = 0
            and moves.booked_at >= one.booked_at
            and coalesce(moves.payment_method, 'other') not in ('salary', 'pension')
            and moves.counterparty_customer_id is distinct from one.customer_id
        ) as is_returned,
        bool_or(
            moves.account_id = one.account_id
            and least(moves.amount, one.spent) >= one.credit_limit * $refill
            and moves.booked_at <= one.booked_at
        ) as is_refilled,
    from purchases as one
    inner join moves
        on
            one.account_id = moves.card_account_id
            and abs(date_diff('day', one.booked_on, moves.booked_on)) <= $follow
    group by all
)

select
    'card_cash_out' as flag_code,
    account_id as subject,
    customer_id,
    max(booked_on) as happened_on,
    max(booked_on) + $days as expires_on,
    cast(sum(spent) as decimal(18, 2)) as amount,
    cast(to_json({
        'returned': count(*) filter (where is_returned),
        'refilled': count(*) filter (where is_refilled)
    }) as varchar) as evidence,
    [customer_id] as involved,
    list_sort(list({
        'booked_on': booked_on, 'account_id': account_id,
        'counterparty': shop, 'value': spent
    })) as rows,
from marked
where is_returned or is_refilled
group by account_id, customer_id
having count(*) >= $times and count(distinct shop) <= $shops
