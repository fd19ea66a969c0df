-- One row per side of a present between relatives at the festivals.
with gifts as (
    select
        i,
        coalesce(parent, spouse, grown_child) as other,
        month.m,
        money(step_to(log_between(u(i, 'gift ' || m), 200, 2600), 100)) as size,
        in_month(m, 3 + floor(u(i, 'gift day ' || m) * 24)) as booked_on,
    from person, month
    where
        coalesce(parent, spouse, grown_child) is not null
        and month(month.first_on) in (2, 5, 9)
)

select i, other, booked_on, size as signed, 15200 + m as n
from gifts
union all
select
    other, i, booked_on, -size,
    30000 + m * 100 + row_number() over (partition by other, m order by i)
from gifts
