-- One row per answered survey question up to as_of.
-- params: as_of
-- scope: customer
select
    customer_id,
    survey_id,
    answered_on,
    aspect,
    score,
    product_code,
    account_id,
    trigger,
from survey
where answered_on <= $as_of
