-- One row per customer who paid often and has neither paid nor logged in for long.
-- params: as_of, churn
-- scope: customer
with payments as (
    select
        customer_id,
        max(last_made_on) as last_made_on,
        sum(count_made) filter (where report_on < $as_of) as count_made,
    from move_window
    group by customer_id
)

select payments.customer_id, payments.last_made_on as happened_on
from payments
left join touch_total as touches on payments.customer_id = touches.customer_id
where
    payments.count_made >= $churn['active_payments']
    and payments.last_made_on < $as_of - $churn['inactive_days']
    and coalesce(touches.last_mobile_login_on < $as_of - $churn['inactive_days'], true)
