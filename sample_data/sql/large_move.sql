-- One row per transfer or receipt of 50,000 or more within 30 days, other than
-- salary, own deposits and loans.
select i, cast(booked_at as date) as booked_on, amount
from stream
where
    cast(booked_at as date) >= as_of() - 30 and abs(amount) >= 50000
    and (amount > 0 or payment_method = 'transfer')
    and payment_method not in ('interest', 'fee')
    and not is_own(n) and not is_wage(n)
