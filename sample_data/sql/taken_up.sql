-- One row per customer and product of the talks: with which probability it was taken
-- up afterwards, and whether and when it was, until the business date.
select
    customer_of(i) as customer_id,
    product_code,
    talked_on,
    is_treated,
    chance,
    case
        when renewed_slot is not null then 'renewed'
        when is_finished then 'finished' else 'opened'
    end as way,
    is_taken and taken_on <= until() as is_taken_up,
    if(is_taken and taken_on <= until(), taken_on, null) as taken_up_on,
from take_up
where is_told and talked_on <= until()
order by customer_id, product_code
