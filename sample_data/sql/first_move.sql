-- One row per customer: when money first came in, or was sent, within 12 months.
select i, min(booked_on) as booked_on
from (
    select i, cast(booked_at as date) as booked_on
    from stream
    where
        amount > 0 and payment_method not in ('interest', 'fee')
        or payment_method = 'transfer'
    union all
    select i, first_opened_on
    from opening inner join crowd using (i)
    where first_opened_on >= history_from() and opening > 0
)
where booked_on >= month_start(11)
group by i
