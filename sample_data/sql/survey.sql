-- One row per answered survey question; who was let down at the counter answered well
-- half a year ago and badly now.
select
    'V' || lpad(cast(i as varchar), 8, '0') || cast(k as varchar) as survey_id,
    customer_id,
    as_of() - cast(floor(u(i * 8 + k, 'answered on') * 300) as int) as answered_on,
    pick(['product', 'service', 'process', 'campaign'], u(i * 8 + k, 'aspect'))
        as aspect,
    cast(1 + floor(power(u(i * 8 + k, 'score'), 0.4) * 5) as int) as score,
    case when u(i * 8 + k, 'aspect') < 0.25 then 'dep_term' end as product_code,
    account_of(i, 1) as account_id,
    pick(['visit', 'application', 'monthly'], u(i * 8 + k, 'trigger')) as trigger,
    case
        when u(i * 8 + k, 'commented') < 0.4
            then pick(words('comment'), u(i * 8 + k, 'comment'))
    end as comment,
from (
    select *, unnest(range(2)) as k from person
    where is_active
)
where u(i * 8 + k, 'surveyed') < 0.07
union all
select
    'V' || lpad(cast(i as varchar), 8, '0') || cast(8 + k as varchar),
    customer_id,
    as_of() - if(k = 0, 200, 3 + cast(floor(u(i, 'let down on') * 14) as int)),
    'service', if(k = 0, 5, 1), null, account_of(i, 1), 'visit',
    if(k = 0, '态度很好', '等得有点久')
from person, (select cast(unnest(range(2)) as int) as k)
where is_let_down(i) and is_active
order by survey_id
