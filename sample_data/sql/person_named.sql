-- One row per customer: relations, final age, name and household.
with related as (
    select
        person_base.* exclude (age),
        kin.spouse,
        kin.parent,
        kin.grown_child,
        case
            when kin.parent is null then person_base.age
            else least(person_base.age, greatest(1, elder.age - 24))
        end as age,
        coalesce(kin.parent, least(kin.spouse, person_base.i), person_base.i)
            as kin_head,
    from person_base
    left join kin using (i)
    left join person_base as elder on kin.parent = elder.i
),

housed as (
    select
        related.*,
        least(related.kin_head, coalesce(elder.spouse, related.kin_head)) as household,
        coalesce(related.parent, related.i) as surname_of,
    from related left join kin as elder on related.parent = elder.i
),

drawn as (
    select
        *,
        u(surname_of, 'kind of name') as name_draw,
        case
            when u(surname_of, 'kind of name') < 0.018
                then pick(words('compound'), u(surname_of, 'surname'))
            else pick(words('surname'), power(u(surname_of, 'surname'), 1.8))
        end as surname,
        case when gender = 'm' then words('given_m') else words('given_f') end as given,
    from housed
)

select
    * exclude (surname_of, given),
    case
        when name_draw > 0.985
            then
                pick(words('minority_first'), u(i, 'first'))
                || '·' || pick(words('minority_last'), u(surname_of, 'last'))
        else surname || pick(given, u(i, 'given')) || case
            when
                u(i, 'rare character') < 0.02 and length(pick(given, u(i, 'given'))) = 1
                then pick(words('given_rare'), u(i, 'which rare'))
            else ''
        end
    end as name,
    customer_of(i) as customer_id,
    account_of(i, 1) as current_account,
from drawn
