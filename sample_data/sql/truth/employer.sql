-- One row per customer whose salary must be found: the firm that pays it (named where
-- the payment says that it is a salary), and how many others it pays.
select
    customer_id,
    case when not is_untagged then employer end as employer,
    count(*) over (partition by employer_account) - 1 as count_colleagues,
from person
where has_salary and unpaid_months = 0 and (not is_untagged or paid_months >= 4)
order by customer_id
