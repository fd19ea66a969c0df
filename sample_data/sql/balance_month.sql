-- One row per calendar month at whose end balances stand: m = 0 is the month of the
-- day the bank was planned for, the months after it are negative.
select
    m,
    least(last_day(month_start(m)), until()) as last_on,
from (
    select cast(unnest(range(-date_diff('month', as_of(), until()), months())) as int)
        as m
)
