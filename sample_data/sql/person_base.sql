-- One row per customer: segment, branch, sex and age as planted.
with bands as (
    select
        *,
        sum(share) over (order by position) - share as since,
        sum(share) over (order by position) as upto,
    from segment
),

people as (
    select unnest(range(1, getvariable('customers') + 1)) as i
)

select
    people.i,
    bands.* exclude (position, share, since, upto),
    case
        when bands.segment = 'campus_starter' and u(i, 'campus') < 0.6
            then least(4, getvariable('branches'))
        else 1 + cast(floor(u(i, 'branch') * getvariable('branches')) as int)
    end as branch_no,
    case when u(i, 'sex') < 0.5 then 'm' else 'f' end as gender,
    cast(floor(between_of(power(u(i, 'age'), 1.15), age_low, age_high + 1)) as int)
        as age,
    u(i, 'no birth date') < 0.12 and bands.segment = 'unknown' as is_undated,
from people inner join bands
    on u(people.i, 'segment') >= bands.since and u(people.i, 'segment') < bands.upto
