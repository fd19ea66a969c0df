-- One row per planted event of a customer: large inflow, outflow, life story. Whose
-- car was bought on a loan that ends soon thinks of another one.
with car_loans as (
    select distinct i from plan_account
    where product_code = 'loan_home' and matures_on <= as_of() + 80
),

drawn as (
    select
        person.*,
        if(car_loans.i is null, u(person.i, 'event'), 0.1) as event_draw,
        as_of() - cast(floor(u(person.i, 'event on') * 18) as int) as lately,
        if(car_loans.i is null, cast(floor(u(person.i, 'life story') * 8) as int), 2)
            as story_no,
    from person
    left join car_loans on person.i = car_loans.i
    where segment in (
        'pre_retire', 'affluent_family', 'family_children', 'mortgage_family',
        'young_worker', 'mature_worker', 'business_owner'
    )
),

stories as (
    select * from (
        values
        (0, 'wedding', '7296', '喜临门婚庆馆', 5200),
        (1, 'renovation', '5200', '好居建材城', 6800),
        (2, 'car', '5511', '骏行汽车销售', 9800), (3, 'travel', '4722', '漫步旅行社', 2600),
        (4, 'luxury', '5944', '周记金铺', 7600), (5, 'study', '8299', '职考通课堂', 2400),
        (6, 'education', '8211', '启明学堂', 4200), (7, 'culture', '7922', '大剧院票务', 360)
    ) as story (story_no, story, code, shop, size)
)

select
    i, 'large_inflow' as event, lately as happened_on,
    step_to(log_between(u(i, 'inflow'), 60000, 120000), 1000) as amount,
    null as story, null as code, null as shop,
from drawn
where event_draw < 0.03 and segment not in ('business_owner', 'young_worker')
union all
select
    i, 'large_inflow', lately, step_to(income * 24, 1000), null, null, null
from drawn
where segment = 'business_owner' and u(i, 'takings') < 0.03
union all
select
    i,
    'outflow',
    lately - 12,
    step_to(log_between(u(i, 'outflow'), 20000, 90000), 1000),
    null, null, null,
from drawn
where
    event_draw between 0.03 and 0.06
    and segment in ('pre_retire', 'affluent_family')
union all
select
    i, 'life', lately - 36, step_to(size * (0.7 + 0.6 * u(i, 'story size')), 10),
    story, code, shop,
from drawn inner join stories using (story_no)
where event_draw between 0.06 and 0.13 and segment <> 'business_owner'
union all
select
    i, 'scam', as_of() - cast(floor(u(i, 'scam on') * 7) as int),
    step_to(log_between(u(i, 'scam'), 20000, 60000), 1000), null, null, null,
from person
where segment = 'elderly_pension' and not deceased and u(i, 'scammed') < 0.006
