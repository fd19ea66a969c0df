-- One row per risk flag, ordered by happened_on, amount, flag_code and subject.
-- params: none
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
from risk_flag
order by happened_on desc, amount desc, flag_code, subject
