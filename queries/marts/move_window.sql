-- One row per customer and review date with moves in the three months it looks at.
-- params: bank
-- scope: customer
-- A transfer that pays for something known, such as a bill, has not left for a bank.
with window_months as (
    select
        report_on,
        cast(window_from + to_months(unnest(range(0, 3))) as date) as month,
    from review_date
    where is_quarter
),

moves as (
    select
        customer_id,
        month,
        booked_on,
        value,
        value < 0
        and coalesce(channel, '') <> 'batch'
        and method not in ('direct_debit', 'fee') as is_made,
        is_spending
        and (
            method in ('alipay', 'wechat')
            or method = 'transfer'
            and counterparty_bank <> $bank
            and category = 'other'
        ) as is_gone,
    from transaction_row
)

select
    moves.customer_id,
    window_months.report_on,
    count(*) filter (where moves.is_made) as count_made,
    max(moves.booked_on) filter (where moves.is_made) as last_made_on,
    coalesce(-sum(moves.value) filter (where moves.is_gone), 0) as gone,
from moves
inner join window_months on moves.month = window_months.month
group by all
