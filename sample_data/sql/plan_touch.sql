-- One row per customer: unfinished applications, complaints and questions as
-- planted.
with drawn as (
    select
        person.*,
        u(i, 'abandons') as abandon_draw,
        u(i, 'complains') as complaint_draw,
        as_of() - cast(floor(u(i, 'abandoned on') * 16) as int) as abandoned_on,
        as_of() - 2 - cast(floor(u(i, 'complained on') * 50) as int) as complained_on,
    from person
    where segment not in ('minor', 'unknown')
)

select
    i,
    customer_id,
    branch_id,
    case
        when
            age between 22 and 59 and has_salary and abandon_draw < 0.035
            then 'loan_consumer'
        when
            age between 22 and 59 and has_salary and abandon_draw < 0.05
            then 'loan_home'
        when segment = 'business_owner' and abandon_draw < 0.06 then 'loan_biz'
        when
            age between 18 and 59
            and abandon_draw < 0.065
            and segment <> 'campus_starter'
            then 'cc_standard'
        when age >= 45 and abandon_draw < 0.08 then 'dep_cd'
    end as abandoned_product,
    abandoned_on,
    abandoned_on + 6 + cast(floor(abandon_draw * 200) as int) as expires_on,
    1 + cast(floor(u(i, 'abandoned step') * 4) as int) as step,
    step_to(log_between(u(i, 'asked'), 10000, 150000), 1000) as asked_amount,
    case
        when abandon_draw < 0.05
            then
                pick(
                    ['收入证明', '住房公积金明细', '装修合同', '购车订单'], u(i, 'missing')
                )
        when segment = 'business_owner' then '营业执照'
    end as missing_document,
    case
        when complaint_draw < 0.012 then 'open' when
            complaint_draw < 0.025
            then 'closed'
    end
        as complaint,
    complained_on,
from drawn
