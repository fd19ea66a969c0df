-- One row per customer and way of paying: money out on the 365 dates up to the
-- business date.
-- Own deposits, loan instalments and card repayments are left out by their numbers
-- in the stream.
select i, payment_method, -sum(amount) as spent
from stream
where
    is_spent(amount, n, memo) and cast(booked_at as date) > as_of() - 365
group by i, payment_method
