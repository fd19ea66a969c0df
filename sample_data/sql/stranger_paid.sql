-- One row per transfer of 20,000 or more within 7 days to an account never paid before.
with sent as (
    select i, n, booked_at, -amount as amount, counterparty_account
    from stream
    where
        payment_method = 'transfer' and amount < 0 and booked_at >= month_start(11)
        and not is_own(n)
)

select
    sent.i, sent.amount, max(earlier.amount) as largest_before,
from sent
left join sent as earlier on sent.i = earlier.i and earlier.booked_at < sent.booked_at
where
    sent.booked_at >= as_of() - 7 and sent.amount >= 20000
    and sent.counterparty_account is not null
group by sent.i, sent.n, sent.amount, sent.counterparty_account
having not coalesce(
    bool_or(earlier.counterparty_account = sent.counterparty_account), false
)
