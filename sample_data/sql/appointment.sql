-- One row per appointment of the coming week.
select
    'N' || lpad(cast(i as varchar), 8, '0') as appointment_id,
    customer_id,
    branch_id,
    moment(
        as_of() + cast(floor(u(i, 'appointed on') * 6) as int),
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
from person
where is_active and u(i, 'appointed') < 0.012
order by appointment_id
