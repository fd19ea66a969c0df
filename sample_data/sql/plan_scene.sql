-- One row per customer for whom a scenario card is planted by what is asked or looked
-- at; who thinks of buying a home has rented for two years.
with scenes as (
    select
        *,
        sum(share) over (order by position) - share as since,
        sum(share) over (order by position) as upto,
    from scene
),

long_tenants as (
    select i from budget
    where rent > 0 and rent_months >= 24 and first_opened_on < month_start(24)
)

select
    person.i, scenes.card, scenes.kind, scenes.product_code, scenes.reference,
    scenes.times,
    as_of() - 2 - cast(floor(u(person.i, 'scene on') * 12) as int) as on_date,
from person
inner join scenes
    on u(person.i, 'scene') >= scenes.since and u(person.i, 'scene') < scenes.upto
left join long_tenants on person.i = long_tenants.i
where
    person.is_active and not person.deceased
    and person.age between scenes.age_low and scenes.age_high
    and (scenes.card <> 'RNT4' or long_tenants.i is not null)
