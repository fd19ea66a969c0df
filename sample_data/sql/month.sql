-- One row per calendar month of the history: m = 0 is the month of the business
-- date.
select
    m,
    month_start(m) as first_on,
    least(last_day(month_start(m)), as_of()) as last_on,
from (select cast(unnest(range(months())) as int) as m)
