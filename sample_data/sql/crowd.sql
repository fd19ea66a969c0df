-- One row per customer of the range being written, with the credit card if there is
-- one, and the life story that begins.
select
    budget.*,
    plan.slot as card_slot,
    u(budget.i, 'card rests') < 0.06 as rests_card,
    merchant.category as story_category,
    story.happened_on as story_on,
from budget
left join plan_account as plan on budget.i = plan.i and plan.slot = 50
left join plan_event as story on budget.i = story.i and story.event = 'life'
left join merchant on cast(story.code as int) = merchant.code
where budget.i between getvariable('first_i') and getvariable('last_i')
