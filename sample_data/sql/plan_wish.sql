-- One row per wished holding: product, amount and the draws that date it.
select
    person.*,
    holding.product_code,
    terms.slot,
    terms.account_kind as kind,
    terms.rate as interest_rate,
    terms.drift,
    terms.amount_step,
    step_to(
        log_between(u(i, 'amount ' || product_code), low, high), amount_step
    ) as amount,
    cast(pick(string_split(terms.terms, ';'), u(i, 'term ' || product_code)) as int)
        as term_months,
    u(i, 'due ' || product_code) as due_draw,
    u(i, 'opened ' || product_code) as opened_draw,
from person
inner join holding using (segment)
inner join product_terms as terms using (product_code)
where u(i, 'holds ' || product_code) < holding.probability
