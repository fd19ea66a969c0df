-- One row per risk flag asked for, with the rows behind it, ordered by subject.
-- params: flag_code, subject
-- about: people
select
    flag_code,
    subject,
    customer_id,
    happened_on,
    expires_on,
    amount,
    evidence,
    involved,
    rows,
from risk_flag
where flag_code = $flag_code and subject = $subject
order by subject
