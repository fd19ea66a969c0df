-- One row per customer and way of paying: money out on the 365 dates up to the
-- business date.
-- Own deposits, loan instalments and card repayments are left out by their numbers
-- in the stream.
select i, payment_method, -sum(amount) as spent
from stream
where
    amount < 0 and cast(booked_at as date) > as_of() - 365
    and not (n between 15000 and 15199 or n between 16000 and 18999)
    and memo is distinct from '贷款还款'
group by i, payment_method
