-- One row per feed: which facts it tells of anybody; what it never tells is unknown.
-- params: none
-- scope: bank
with logins as (
    select count(*) > 0 as has_logins from touchpoint
    where channel = 'mobile' and kind = 'login'
),

visits as (
    select min(happened_at) as first_at from touchpoint
    where channel in ('branch', 'counter')
),

counters as (
    select count(*) > 0 as has_counters, min(booked_at) as first_at from transaction
    where channel = 'counter'
),

schedules as (
    select count(*) > 0 as has_schedules from loan_schedule
),

contacts as (
    select count(*) > 0 as has_contacts from contact
)

select
    logins.has_logins,
    counters.has_counters,
    schedules.has_schedules,
    cast(greatest(visits.first_at, counters.first_at) as date) as visits_since,
    contacts.has_contacts,
from logins
cross join visits
cross join counters
cross join schedules
cross join contacts
