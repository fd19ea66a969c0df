-- One row per customer: unfinished applications and complaints as planted.
with drawn as (
    select
        person.*,
        u(i, 'abandons') as abandon_draw,
        u(i, 'complains') as complaint_draw,
        age between 22 and 59 and has_salary as may_borrow,
        as_of() - cast(floor(u(i, 'abandoned on') * 16) as int) as abandoned_on,
        as_of() - 2 - cast(floor(u(i, 'complained on') * 50) as int) as complained_on,
    from person
    where is_active
),

asked as (
    select
        *,
        case
            when may_borrow and abandon_draw < 0.012 then 'loan_consumer'
            when may_borrow and abandon_draw < 0.018 then 'loan_home'
            when segment = 'business_owner' and abandon_draw < 0.03 then 'loan_biz'
            when segment = 'campus_starter' then null
            when age < 60 and abandon_draw < 0.024 then 'cc_standard'
            when age >= 45 and abandon_draw < 0.03 then 'dep_cd'
        end as abandoned_product,
    from drawn
)

select
    i,
    customer_id,
    branch_id,
    abandoned_product,
    abandoned_on,
    abandoned_on + 6 + cast(floor(u(i, 'expires') * 14) as int) as expires_on,
    1 + cast(floor(u(i, 'abandoned step') * 4) as int) as step,
    case
        when abandoned_product = 'cc_standard' then null
        when abandoned_product = 'dep_cd'
            then step_to(log_between(u(i, 'asked'), 200000, 400000), 10000)
        else step_to(log_between(u(i, 'asked'), 10000, 150000), 1000)
    end as asked_amount,
    case abandoned_product
        when 'loan_consumer' then pick(['收入证明', '住房公积金明细'], u(i, 'missing'))
        when 'loan_home' then pick(['装修合同', '购车订单'], u(i, 'missing'))
        when 'loan_biz' then '营业执照'
    end as missing_document,
    case
        when complaint_draw < 0.005 then 'open'
        when complaint_draw < 0.012 then 'closed'
    end as complaint,
    complained_on,
from asked
