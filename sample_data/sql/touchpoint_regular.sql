-- One row per touchpoint that belongs to no story: log-ins, looks, visits, questions.
with counted as (
    select i, 'login' as kind, logins / 6.0 as mean from person
    where age < 60 or u(i, 'uses phone bank') < 0.35
    union all
    select i, 'branch_service', visits * 1.0 from person
    where is_active
    union all
    select i, 'view_product', case when age between 18 and 59 then 1.2 else 0.2 end
    from person
    where is_active
    union all
    select i, 'calculator', 0.35 from person
    where is_active and age between 22 and 55
    union all
    select i, 'question', 0.25 from person
    where is_active
    union all
    select i, 'ad_click', 0.3 from person
    where is_active and age between 18 and 50
),

repeated as (
    select
        i, kind,
        unnest(range(cast(floor(least(
            14, mean * (0.5 + u(i, 'n ' || kind))
            + u(i, 'm ' || kind)
        )) as int))) as k,
    from counted
),

often as (
    select
        person.*, repeated.kind, k,
        u(i * 64 + k, 'touch ' || repeated.kind) as x,
        u(i * 64 + k, 'touch day ' || repeated.kind) as y,
        u(i * 64 + k, 'touch what ' || repeated.kind) as z,
        cast(coalesce(as_of() - plan_quiet.since, 0) as int) as days_quiet,
    from repeated
    inner join person using (i)
    left join plan_quiet using (i)
)

select
    i,
    kind || k as mark,
    as_of() - cast(floor(y * 180) as int)
    - if(kind = 'login', days_quiet, 0) as on_date,
    8 + x * if(kind = 'login', 14, 9) as hour,
    case kind
        when 'branch_service' then 'counter'
        when 'question' then pick(['wechat', 'call_centre', 'branch'], x)
        when 'ad_click' then 'wechat' when
            'view_product'
            then pick(['mobile', 'web'], x)
        else 'mobile'
    end as channel,
    kind,
    case
        when
            kind = 'calculator'
            then pick(['loan_consumer', 'loan_home', 'dep_term'], z)
        when kind in ('view_product', 'ad_click') and segment = 'young_worker'
            then pick(['wmp_cash', 'fund_mm', 'cc_standard'], z)
        when kind in ('view_product', 'ad_click') and age >= 50
            then pick(['dep_cd', 'gov_bond', 'wmp_30d'], z)
        when kind in ('view_product', 'ad_click')
            then pick(['wmp_30d', 'ins_medical', 'pension_acc', 'loan_home'], z)
    end as product_code,
    case
        when kind = 'calculator' then step_to(log_between(z, 10000, 200000), 1000)
    end
        as amount,
    null as step, null as missing_document, null as expires_on,
    case kind
        when 'branch_service'
            then
                pick(
                    ['查余额', '取现', '存折补登', '转账', '定期转存', '缴费'], z
                )
        when 'question' then pick(words('question'), z)
    end as reference,
from often
