-- One row per customer: address and employer at the end of the month before.
select
    i,
    customer_id,
    address_area as address_now,
    case when has_salary and unpaid_months = 0 then employer end as employer_now,
    case
        when u(i, 'address asked') < 0.03 then null
        when u(i, 'moved') < if(has_new_home(i, segment), 0.6, 0.012)
            then pick(words('area'), u(i, 'area before'))
        else address_area
    end as address_before,
    case
        when not has_salary or unpaid_months > 0 or u(i, 'employer asked') < 0.03
            then null
        when u(i, 'changed firm') < 0.012
            then
                pick(words('employer_word'), u(i, 'firm before'))
                || pick(words('employer_trade'), u(i, 'trade before')) || '有限公司'
        else employer
    end as employer_before,
from person
