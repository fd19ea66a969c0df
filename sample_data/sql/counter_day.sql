-- One row per customer and day with a transaction at the counter.
select distinct i, cast(booked_at as date) as booked_on
from stream
where channel = 'counter'
union
select i, first_opened_on
from opening inner join crowd using (i)
where first_opened_on >= history_from() and opening > 0
