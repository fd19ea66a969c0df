-- One row per customer with an open loan of loan_home whose dues are known to the end:
-- the fewest instalments left.
-- params: as_of
-- scope: customer
with loans as (
    select customer_id, account_id, matures_on from account_state
    where product_code = 'loan_home' and is_open
),

counted as (
    select
        loans.customer_id,
        loans.account_id,
        loans.matures_on,
        count(*) as count_left,
        max(dues.due_on) as ends_on,
    from instalment_row as dues
    inner join loans on dues.account_id = loans.account_id
    where dues.due_on > $as_of
    group by loans.customer_id, loans.account_id, loans.matures_on
)

select customer_id, min(count_left) as home_loan_dues_left
from counted
where ends_on >= matures_on - 31
group by customer_id
