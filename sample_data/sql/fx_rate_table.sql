-- One row per foreign currency with a rate.
select currency, cast(rate as decimal(9, 6)) as rate
from fx_rate
order by currency
