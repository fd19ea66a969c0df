-- One row per payment that a customer who went quiet would have made and did not.
select stream.i, stream.n
from stream
inner join plan_quiet on stream.i = plan_quiet.i
where
    stream.booked_at >= plan_quiet.since
    and stream.amount < 0
    and stream.channel <> 'batch'
    and stream.payment_method not in ('direct_debit', 'fee')
