-- One row per payment to a wallet or another bank (each where `ways` has it) from the
-- day `since` on, ordered by booked_at (newest first) and account.
-- A transfer that pays for something known, such as a bill, has not left for a bank.
-- params: customer_id, since, ways, bank, at_most
-- about: customer
with moves as (
    select * from rows.transaction_row
    where
        customer_id = $customer_id
        and booked_on >= $since
        and is_spending
        and (
            list_contains($ways, 'wallet') and method in ('alipay', 'wechat')
            or list_contains($ways, 'bank')
            and method = 'transfer'
            and counterparty_bank <> $bank
            and category = 'other'
        )
),

totalled as (
    select *, -sum(value) over () as total, count(*) over () as count_rows
    from moves
)

select
    total,
    count_rows,
    booked_at,
    account_id,
    method,
    category,
    channel,
    city,
    counterparty_bank,
    -value as value,
from totalled
order by
    booked_at desc, account_id asc, value asc, method asc, category asc,
    channel asc, city asc, counterparty_bank asc
limit $at_most
