-- One row per account opened and application handed in lately: by whom, for what, when.
-- params: as_of, taken_up_days
-- scope: customer
with opened as (
    select * from account_state
    where opened_on > $as_of - $taken_up_days and opened_on <= $as_of
),

ended as (
    select customer_id, closed_on from account_state
    where closed_on is not null and kind in ('time_deposit', 'wealth')
),

renewed as (
    select distinct opened.account_id
    from opened
    inner join ended
        on
            opened.customer_id = ended.customer_id
            and opened.opened_on between ended.closed_on and ended.closed_on + 7
    where opened.kind in ('time_deposit', 'wealth')
),

submitted as (
    select * from touch_row
    where
        kind = 'application_submitted' and happened_on > $as_of - $taken_up_days
)

select
    opened.customer_id,
    opened.product_code,
    case when renewed.account_id is null then 'opened' else 'renewed' end as way,
    opened.opened_on as taken_on,
    opened.account_id as source_id,
from opened
left join renewed on opened.account_id = renewed.account_id
where opened.product_code is not null
union all
select
    customer_id,
    product_code,
    'submitted' as way,
    happened_on as taken_on,
    touchpoint_id as source_id,
from submitted
where product_code is not null
