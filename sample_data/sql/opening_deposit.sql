-- One row per account opened within the history: the money it was opened with.
select
    i,
    15950 as n,
    1 as slot,
    moment(first_opened_on, 8, 0) as booked_at,
    opening as amount,
    'counter' as channel,
    'cash' as payment_method,
    home_city as city,
    '开户存入' as memo,
from opening inner join crowd using (i)
where first_opened_on >= history_from() and opening > 0
