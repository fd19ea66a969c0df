-- One row per slot of 8192: a uniform slot gives a day shaped by week, festivals
-- and sales.
with days as (
    select as_of() - cast(back as int) as booked_on
    from (select unnest(range(date_diff('day', history_from(), as_of()) + 1)) as back)
),

near_new_year as (
    select booked_on, max(date_diff('day', booked_on, new_year_on)) as days_to_new_year
    from days inner join lunar_new_year
        on date_diff('day', booked_on, new_year_on) between -6 and 20
    group by booked_on
),

weighted as (
    select
        days.booked_on,
        case when isodow(days.booked_on) >= 6 then 1.35 else 1.0 end
        * case
            when days_to_new_year between 1 and 20 then 1.6
            when days_to_new_year between -6 and 0 then 0.7
            when strftime(days.booked_on, '%m-%d') between '06-14' and '06-18' then 2.2
            when strftime(days.booked_on, '%m-%d') between '11-08' and '11-11' then 2.6
            when strftime(days.booked_on, '%m-%d') between '10-01' and '10-07' then 1.7
            else 1.0
        end
        * case when days.booked_on < month_start(12) then 0.35 else 1.0 end as weight,
        coalesce(strftime(days.booked_on, '%m-%d') in ('06-18', '11-11'), false)
            as is_sale,
        coalesce(
            days_to_new_year between -6 and 3
            or strftime(days.booked_on, '%m-%d') between '10-01' and '10-07', false
        ) as is_holiday,
    from days left join near_new_year using (booked_on)
),

ranges as (
    select
        *,
        sum(weight) over (order by booked_on) as upto,
        sum(weight) over () as total,
    from weighted
)

select
    cast(slot as int) as day_slot,
    min(booked_on) as booked_on,
    arg_min(is_sale, booked_on) as is_sale,
    arg_min(is_holiday, booked_on) as is_holiday,
from (select unnest(range(8192)) as slot)
inner join ranges on (slot + 0.5) / 8192 * total <= upto
group by slot
