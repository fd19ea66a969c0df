-- One row per credit card statement of three months: when it was due, when repaid.
select
    i,
    cast(booked_at as date)
    - if(u(i, 'late payer') < 0.06 and u(i * 64 + n, 'late') < 0.5, 6, 0) as due_on,
    amount as owed,
    cast(booked_at as date) as paid_on,
from stream
where n between 18500 and 18502
