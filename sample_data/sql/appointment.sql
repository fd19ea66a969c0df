-- One row per appointment of the coming week, and of the one after the day the bank
-- was planned for.
select
    'N' || lpad(cast(i as varchar), 8, '0') || mark as appointment_id,
    customer_id,
    branch_id,
    moment(
        day + cast(floor(u(i, 'appointed on') * 6) as int),
        9 + floor(u(i, 'slot') * 7),
        0
    )
        as starts_at,
    case
        when age >= 55
            then
                pick(
                    ['deposit_maturity', 'large_cash', 'social_card'],
                    u(i, 'appointed for')
                )
        else
            pick(
                ['wealth', 'loan', 'open_account', 'deposit_proof'],
                u(i, 'appointed for')
            )
    end as business_type,
    case
        when u(i, 'appointed with') < 0.5
            then 'S' || substr(branch_id, 2) || '04'
    end as staff_id,
from person, (
    select day, if(day = as_of(), '', strftime(day, '%y%m%d')) as mark
    from (select unnest(list_distinct([as_of(), until()])) as day)
)
where is_active and u(i, 'appointed' || mark) < 0.012
order by appointment_id
