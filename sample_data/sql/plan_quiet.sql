-- One row per customer who stopped paying and logging in, and since when: of those
-- without debts, relatives or other stories, which go on by themselves.
with busy as (
    select i from plan_account
    where kind in ('credit_card', 'mortgage', 'consumer_loan', 'business_loan')
    union all
    select i from plan_event
    union all
    select i from plan_risk
    union all
    select i from gift
)

select
    person.i,
    as_of() - 96 - cast(floor(u(person.i, 'quiet since') * 20) as int) as since
from person
anti join busy on person.i = busy.i
where
    person.segment in ('mature_worker', 'pre_retire') and not person.has_new_trade
    and person.first_opened_on < as_of() - 400 and u(person.i, 'goes quiet') < 0.03
