-- One row per earlier talk and what came of it.
with talks as (
    select
        i * 8 + k as seed_id,
        as_of() - 1 - cast(floor(u(i * 8 + k, 'talked on') * 170) as int) as talked_on,
        pick([
            'interested', 'done', 'zone_booked', 'not_now', 'declined', 'declined',
            'not_appropriate', 'referred', 'no_answer'
        ], u(i * 8 + k, 'outcome')) as outcome,
        talked.*,
    from (
        select *, unnest(range(2)) as k from person
        where is_active
    ) as talked
    where u(i * 8 + k, 'talked') < 0.12
),

offered as (
    select
        *,
        case
            when
                outcome = 'zone_booked'
                then pick(['wmp_30d', 'fund_bond'], u(seed_id, 'offer'))
            when
                age >= 60
                then pick(['dep_cd', 'gov_bond', 'wmp_cash'], u(seed_id, 'offer'))
            when segment = 'business_owner'
                then pick(['loan_biz', 'dep_notice'], u(seed_id, 'offer'))
            else pick(
                ['wmp_30d', 'fund_index', 'cc_standard', 'pension_acc'],
                u(seed_id, 'offer')
            )
        end as product_code,
    from talks
)

select
    'L' || lpad(cast(i as varchar), 8, '0') || cast(k as varchar) as contact_id,
    customer_id,
    'S' || substr(branch_id, 2) || pick(['02', '03', '04', '05'], u(seed_id, 'talker'))
        as staff_id,
    moment(talked_on, 9 + u(seed_id, 'talk hour') * 8, 0) as contacted_at,
    case
        when outcome = 'no_answer' then 'phone'
        else
            pick(
                ['branch', 'branch', 'phone', 'app', 'sms'], u(seed_id, 'talk channel')
            )
    end as channel,
    product_code,
    pick(['TRG1', 'TRG2', 'TRG3', 'TRG4', 'TRG5'], u(seed_id, 'scenario'))
        as scenario_code,
    outcome,
    case when outcome = 'declined' then pick(
        ['no_need', 'no_money_now', 'rate_too_low', 'has_elsewhere', 'distrust'],
        u(seed_id, 'reason')
    ) end as reason_code,
    case
        when outcome in ('not_now', 'interested')
            then talked_on + 7 + cast(floor(u(seed_id, 'next') * 40) as int)
    end as next_on,
from offered
order by contact_id
