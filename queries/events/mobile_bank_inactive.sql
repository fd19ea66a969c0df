-- One row per grown person who used the phone bank and lately stopped.
-- params: as_of, quiet_days, alive_days
-- scope: customer
with people as (
    select customer_id from living_customer
    where is_person and is_adult
),

logins as (
    select customer_id, last_mobile_login_on as last_on
    from touch_total
    where last_mobile_login_on is not null
)

select
    logins.customer_id,
    'mobile_bank_inactive' as event_code,
    logins.last_on + $quiet_days as happened_on,
    logins.last_on + $quiet_days + $alive_days as expires_on,
    cast(null as decimal(18, 2)) as amount,
    cast(0.3 as double) as strength,
    cast(to_json({'last_on': logins.last_on}) as varchar) as evidence,
from logins
inner join people on logins.customer_id = people.customer_id
where
    logins.last_on between $as_of - $quiet_days - $alive_days and $as_of - $quiet_days
