-- One row per customer of the range being written, with the credit card if there is
-- one.
select budget.*, plan.slot as card_slot
from budget
left join plan_account as plan on budget.i = plan.i and plan.slot = 50
where budget.i between getvariable('first_i') and getvariable('last_i')
