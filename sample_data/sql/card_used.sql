-- One row per customer: the last purchase with the credit card.
select i, cast(max(booked_at) as date) as used_on
from stream
where slot = 50 and amount < 0
group by i
