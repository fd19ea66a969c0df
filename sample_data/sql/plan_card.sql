-- One row per planted bank card: debit, credit or social security, some issued anew.
with issued as (
    select person.*, 1 as slot, 'debit' as card_kind
    from person
    where segment <> 'minor' or age >= 12
    union all
    select person.*, plan.slot, 'credit'
    from person
    inner join plan_account as plan using (i)
    where plan.kind = 'credit_card'
    union all
    select person.*, 1, 'social_security'
    from person
    where age >= 50 and u(i, 'social card') < 0.4
),

dated as (
    select
        i, customer_id, slot, card_kind, band,
        card_kind = 'debit' and u(i, 'blocked') < 0.008 as is_blocked,
        card_kind <> 'social_security' or u(i, 'activated') < 0.55 as is_activated,
        case
            when u(i, 'new ' || card_kind) < 0.01
                then as_of() - 3 - cast(floor(u(i, 'issued ' || card_kind) * 12) as int)
            else
                first_opened_on
                + cast(floor(u(i, 'issued ' || card_kind) * 50) as int)
        end as issued_on,
    from issued
)

select *, if(is_activated, issued_on + 2, null) as activated_on
from dated
