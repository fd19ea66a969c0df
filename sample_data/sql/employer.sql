-- One row per invented employer, with the day on which it pays.
select
    cast(e as int) as employer_no,
    words('employer_word')[1 + e % 24]
    || words('employer_trade')[1 + cast(floor(e / 24) as int)] || '有限公司' as employer,
    pick([5, 8, 10, 15, 15, 20, 25, 28], u(e, 'employer pay day')) as pay_day,
    outside_account(u(e, 'employer account')) as employer_account,
from (select unnest(range(288)) as e)
