-- One row per touchpoint of a planted story: an unfinished application, a complaint,
-- a visit long ago, a product looked at again, a scenario card's question.
with steps as (
    select
        i, 'p1' as mark, abandoned_on - 1 as on_date, 20.2 as hour, 'mobile' as channel,
        'calculator' as kind, abandoned_product as product_code, asked_amount as amount,
        null as step, null as missing_document, null as expires_on, null as reference
    from plan_touch
    where abandoned_product is not null
    union all
    select
        i, 'p2', abandoned_on, 20.9, 'mobile', 'application_started', abandoned_product,
        asked_amount, '1', null, null, 'P' || i
    from plan_touch
    where abandoned_product is not null
    union all
    select
        i, 'p3', abandoned_on, 21.0, 'mobile', 'application_step', abandoned_product,
        asked_amount, cast(step as varchar), null, null, 'P' || i
    from plan_touch
    where abandoned_product is not null
    union all
    select
        i,
        'p4',
        abandoned_on,
        21.3,
        'mobile',
        'application_abandoned',
        abandoned_product,
        asked_amount, cast(step as varchar), missing_document, expires_on, 'P' || i
    from plan_touch
    where abandoned_product is not null
    union all
    select
        i,
        'p5',
        as_of() - 25,
        20.0,
        'mobile',
        'application_submitted',
        'cc_standard',
        null,
        '5', null, null, 'Q' || i
    from person
    where segment = 'young_worker' and u(i, 'submits') < 0.06
    union all
    select
        i, 'c1', complained_on, 10.4, 'call_centre', 'complaint_opened', null, null,
        null, null, null, pick(words('complaint'), u(i, 'complaint about'))
    from plan_touch
    where complaint is not null
    union all
    select
        i, 'c2', complained_on + 2, 15.1, 'call_centre', 'complaint_closed', null, null,
        null, null, null, pick(words('complaint'), u(i, 'complaint about'))
    from plan_touch
    where complaint = 'closed'
    union all
    select
        i, 'e1', as_of() - 40, 21.4, 'mobile', 'question', 'dep_term', null,
        null, null, null, '教育金怎么攒'
    from person
    where segment = 'family_children'
    union all
    select
        i, 'v1', as_of() - 181 - cast(floor(u(i, 'came on') * 380) as int), 10.3,
        'counter', 'branch_service', null, null, null, null, null, '取现'
    from person
    where is_active and u(i, 'came before') < visits * 0.2
    union all
    select
        i, 'w' || k, as_of() - cast(k * ceil(u(i, 'looks again') * 12) as int), 21.2,
        'mobile', 'view_product', if(age >= 50, 'dep_cd', 'wmp_30d'), null,
        null, null, null, null
    from person, (select unnest(range(1, 3)) as k)
    where is_active and u(i, 'keen') < 0.015
    union all
    select
        i, 's' || k, on_date - cast(k as int) * 3, 19.6,
        if(kind = 'question', 'wechat', 'mobile'), kind, product_code, null,
        null, null, null, reference
    from (select *, unnest(range(times)) as k from plan_scene)
)

select * from steps
