-- One row per account opened after a talk, or after the day the bank was planned for: a
-- product taken up, or what ended renewed, unasked with the base rate.
with taken as (
    select
        i, product_code, taken_on, renewed_slot,
        renewed_amount as amount,
    from take_up
    where is_taken and taken_on <= horizon()
    union all
    select ends.i, product_code, ends_on, slot, amount
    from account_end as ends
    anti join take_up on ends.i = take_up.i and ends.slot = take_up.renewed_slot
    where u(ends.i, 'renews anew ' || slot) < getvariable('base_rate')
),

numbered as (
    select
        taken.*,
        row_number() over (
            partition by taken.i
            order by taken_on, product_code, renewed_slot nulls first
        ) as number,
    from taken
),

shaped as (
    select
        numbered.* exclude (amount),
        terms.account_kind as kind,
        terms.rate as interest_rate,
        cast(
            pick(string_split(terms.terms, ';'), u(numbered.i, 'new term ' || number))
            as int
        ) as term_months,
        coalesce(amount, step_to(log_between(
            u(numbered.i, 'new amount ' || number),
            coalesce(low, if(product_code = 'dep_cd', 200000, 10000)),
            coalesce(high, if(product_code = 'dep_cd', 400000, 50000))
        ), amount_step)) as amount,
    from numbered
    inner join person on numbered.i = person.i and taken_on > first_opened_on
    inner join product_terms as terms using (product_code)
    left join holding using (segment, product_code)
)

select
    i,
    70 + cast(number as int) as slot,
    kind,
    product_code,
    'CNY' as currency,
    taken_on as opened_on,
    cast(taken_on + to_months(term_months) as date) as matures_on,
    false as auto_renew,
    cast(null as date) as closed_on,
    interest_rate,
    if(kind = 'credit_card', money(amount), null) as credit_limit,
    if(kind in ('credit_card', 'current'), 0, money(amount)) as amount,
    money(0) as back_step,
    term_months,
    renewed_slot,
from shaped
where number < 20
