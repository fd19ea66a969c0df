-- One row per feed: which facts it tells of anybody; what it never tells is unknown.
-- params: none
-- scope: bank
with logins as (
    select count(*) > 0 as has_logins from touchpoint
    where channel = 'mobile' and kind = 'login'
),

channels as (
    select count(channel) > 0 as has_channels from transaction
),

schedules as (
    select count(*) > 0 as has_schedules from loan_schedule
)

select logins.has_logins, channels.has_channels, schedules.has_schedules
from logins
cross join channels
cross join schedules
