-- One row per feed: which facts it tells of anybody; what it never tells is unknown.
-- params: none
-- scope: bank
with logins as (
    select count(*) > 0 as has_logins from touchpoint
    where channel = 'mobile' and kind = 'login'
),

counters as (
    select count(*) > 0 as has_counters from transaction
    where channel = 'counter'
),

schedules as (
    select count(*) > 0 as has_schedules from loan_schedule
)

select logins.has_logins, counters.has_counters, schedules.has_schedules
from logins
cross join counters
cross join schedules
