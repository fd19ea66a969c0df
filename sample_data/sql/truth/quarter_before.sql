-- One row per customer: the life stage when the last quarter ended, as the build of that
-- day would have kept it; a few have moved on since.
select
    customer_id,
    cast(date_trunc('quarter', as_of()) as date) - 1 as as_of,
    case
        when u(i, 'moved on') >= 0.04 then segment
        when segment = 'campus_starter' then 'minor'
        when segment in ('young_worker', 'flexible_newcitizen') then 'campus_starter'
        when segment in ('mature_worker', 'mortgage_family') then 'young_worker'
        when segment = 'family_children' then 'mortgage_family'
        when segment = 'affluent_family' then 'family_children'
        when segment = 'business_owner' then 'flexible_newcitizen'
        when segment = 'pre_retire' then 'mature_worker'
        when segment in ('elderly_saver', 'elderly_pension') then 'pre_retire'
        else segment
    end as segment,
from person
order by customer_id
