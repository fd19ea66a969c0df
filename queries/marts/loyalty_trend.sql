-- One row per customer with an index: today's, the last quarter end's, and all of them.
-- params: as_of
-- scope: customer
with last_quarter as (
    select max(report_on) as report_on from review_date
    where is_quarter and report_on < $as_of
),

quarters as (
    select loyalty_index.*, last_quarter.report_on as last_on
    from loyalty_index
    cross join last_quarter
)

select
    customer_id,
    max(loyalty_index) filter (where report_on = $as_of) as loyalty_index,
    max(loyalty_index) filter (where report_on = last_on) as loyalty_index_before,
    list_sort(list({'on': report_on, 'value': loyalty_index})) as loyalty_trend,
from quarters
group by customer_id
