-- One row per touchpoint after the day the bank was planned for: log-ins, looks and
-- visits of the month before it, every month.
select
    * exclude (mark, on_date),
    mark || 'm' || months_on as mark,
    cast(on_date + to_months(cast(months_on as int)) as date) as on_date,
from touchpoint_regular, (select unnest(range(1, months_later() + 1)) as months_on)
where on_date > cast(as_of() - to_months(1) as date) and on_date <= as_of()
