-- One row per customer: how money is spent, where it goes, when and through what.
-- params: none
-- scope: customer
with customers as (
    select customer_id from customer
)

select
    customers.customer_id,
    coalesce(spent_method.spent_by_method_365d, []) as spent_by_method_365d,
    coalesce(spent_category.spent_by_category_365d, []) as spent_by_category_365d,
    coalesce(spent_month.spent_by_month, []) as spent_by_month,
    coalesce(flow_month.flows_by_month, []) as flows_by_month,
    coalesce(destinations.destinations_365d, []) as destinations_365d,
    coalesce(active_time.active_hours, []) as active_hours,
    coalesce(active_time.active_weekdays, []) as active_weekdays,
    coalesce(city_list.cities, []) as cities,
    coalesce(channels.transaction_channels, []) as transaction_channels,
    coalesce(touches.touch_channels, []) as touch_channels,
    cast(coalesce(channels.count_transactions_365d, 0) as integer)
        as count_transactions_365d,
    channels.last_transaction_on,
    case
        when known.has_counters
            then cast(coalesce(channels.count_counter_365d, 0) as integer)
    end as count_counter_365d,
    case
        when known.has_logins
            then cast(coalesce(touches.count_mobile_logins_90d, 0) as integer)
    end as count_mobile_logins_90d,
    touches.last_mobile_login_on,
    greatest(channels.last_counter_on, touches.last_visit_on) as last_branch_visit_on,
from customers
cross join known_fact as known
left join spent_method on customers.customer_id = spent_method.customer_id
left join spent_category on customers.customer_id = spent_category.customer_id
left join spent_month on customers.customer_id = spent_month.customer_id
left join flow_month on customers.customer_id = flow_month.customer_id
left join destination_list as destinations
    on customers.customer_id = destinations.customer_id
left join active_time on customers.customer_id = active_time.customer_id
left join city_list on customers.customer_id = city_list.customer_id
left join channel_list as channels on customers.customer_id = channels.customer_id
left join touch_total as touches on customers.customer_id = touches.customer_id
