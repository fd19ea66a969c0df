"""The customer's left column: who it is, what to say first, what to do first, what to offer and why not."""

from __future__ import annotations

import streamlit as st

from lobby.services.loan_card import LoanCard
from lobby.services.views import CustomerView, Person, Reason, ServiceLine, Suggestion, Visit, Withheld
from lobby.ui import arithmetic, figures, lessons, outcome_bar, referral, state
from lobby.ui.facts import filled, sentence, visible
from lobby.ui.folding import fold
from lobby.ui.text import SEPARATOR, Words, plain

NAMED_SERVICES = 2
RATING_COLOURS = {"valid": "blue", "expired": "orange", "missing": "gray"}


def show_heading(t: Words, person: Person) -> None:
    """Masked name, neutral service name, rating and care needs, in one line."""
    st.markdown(" ".join([f"**{name(t, person)}**", *badges(t, person)]), width="stretch")


def name(t: Words, person: Person) -> str:
    """The masked name with its form of address; a customer without a name is called by the number's tail."""
    if person.is_deceased:
        return plain(t("customer.deceased", name=person.name_masked or t("word.customer")))
    if person.name_masked is None:
        return plain(t.masked(None, person.customer_id))
    if person.kind != "person" or person.gender is None:
        return plain(person.name_masked)
    return plain(t(f"customer.addressed.{person.gender}", name=person.name_masked))


def badges(t: Words, person: Person) -> list[str]:
    """What stands beside the name; a sign beside every colour."""
    rating = t(f"rating.{person.rating_state}", rating=person.risk_rating or "", day=rating_day(t, person))
    shown = [
        f":green-badge[:material/groups: {plain(person.segment_service)}]",
        f":{RATING_COLOURS[person.rating_state]}-badge[:material/shield: {plain(rating)}]",
    ]
    if person.care_needs:
        shown.append(f":violet-badge[:material/accessible: {t.codes('care', person.care_needs)}]")
    return shown


def rating_day(t: Words, person: Person) -> str:
    return t.day(person.rating_until) if person.rating_until else ""


def show_unfinished(t: Words, view: CustomerView) -> None:
    """Unfinished business, before any offer and in another colour."""
    if not view.unfinished:
        return
    with st.container(border=True, gap="xsmall", key="unfinished"):
        for number, line in enumerate(view.unfinished):
            show_line(t, view, line, f"unfinished_{number}")


def show_line(t: Words, view: CustomerView, line: ServiceLine, place: str) -> None:
    """What and why with its press beside it; an alarm says what to say at once, its presses come last."""
    why = SEPARATOR.join(sentence(t, reason) for reason in visible(t, line.reasons))
    first = f":orange[:material/assignment_late: **{t('customer.first_do')}**] **{plain(line.name)}**"
    what = f"{first}{SEPARATOR}{why}"
    if line.alarm is not None:
        st.markdown(f"{what}  \n{said(t, line)}")
        outcome_bar.show_line(t, view, line, place)
        return
    with st.container(horizontal=True, wrap=False, gap="xsmall", vertical_alignment="center"):
        st.markdown(what, width="stretch")
        outcome_bar.show_line(t, view, line, place, said(t, line))


def said(t: Words, line: ServiceLine) -> str:
    """What to say, and where it is done."""
    return f":material/chat: {plain(line.talk)}{places(t, line.next_places)}"


def show_suggestions(t: Words, view: CustomerView) -> None:
    """The suggestion in hand with its bar, the others a press away; none is a state of its own."""
    if not view.suggestions:
        show_no_offer(t, view)
        return
    code = outcome_bar.in_hand(view)
    in_hand = next(one for one in view.suggestions if one.product == code)
    with st.container(border=True, gap="xsmall", key="primary_suggestion"):
        st.markdown(title(t, in_hand))
        show_reasons(t, in_hand.reasons, in_hand.product)
        st.markdown(spoken(t, in_hand))
        outcome_bar.show(t, view, in_hand)
        show_others(t, view.visit, [one for one in view.suggestions if one is not in_hand])
        show_notices(t, in_hand)
        arithmetic.show(t, in_hand)
    outcome_bar.show_note(t, view)


def show_others(t: Words, visit: Visit, others: list[Suggestion]) -> None:
    """What is not in hand, side by side; a press takes it in the place of the one that was."""
    if not others:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="others"):
        st.markdown(":gray[:material/swap_vert:]", width="content")
        for one in others:
            mark = f" :small[:gray[{t('sale.agency')}]]" if one.sale == "agency" else ""
            st.button(
                f"{plain(one.name)}{mark}",
                key=f"take_{one.product}_{visit.visit_id}",
                type="tertiary",
                on_click=outcome_bar.take,
                args=(visit, one.product),
            )


def show_no_offer(t: Words, view: CustomerView) -> None:
    """Nothing to offer today: the designed state of just helping, with its reason."""
    why = t(f"no_offer.{view.no_offer}")
    with st.container(border=True, gap="xsmall", key="no_offer"):
        st.markdown(f":primary[:material/volunteer_activism:] **{t('no_offer.title')}**\n\n{why}")
        outcome_bar.show_note(t, view)


def title(t: Words, suggestion: Suggestion) -> str:
    """Name, kind, risk, whose product it is, and the fit in a word."""
    facts = [t.code("product_kind", suggestion.kind), suggestion.risk or ""]
    if suggestion.sale == "agency":
        facts += [t("sale.agency"), suggestion.issuer]
    if suggestion.minimum_amount and suggestion.minimum_amount > 1:
        facts.append(t("product.from", amount=t.money(suggestion.minimum_amount)))
    colour = "green" if suggestion.fit == "high" else "gray"
    fit = f":{colour}-badge[{t(f'fit.{suggestion.fit}')}]"
    said = plain(SEPARATOR.join(fact for fact in facts if fact))
    return f"**{plain(suggestion.name)}** :small[:gray[{said}]] {fit}"


def spoken(t: Words, suggestion: Suggestion) -> str:
    """What to say, and where it is done."""
    then = then_line(t, suggestion)
    return f":material/chat: {plain(suggestion.talk)}{places(t, suggestion.next_places)}{then}"


def show_notices(t: Words, suggestion: Suggestion) -> None:
    """The forced sentences, and that it is not the bank's own product."""
    agency = t("sale.not_ours") if suggestion.sale == "agency" else ""
    forced = [part for part in (agency, *suggestion.notices) if part]
    if forced:
        st.caption(plain(" ".join(forced)))


def then_line(t: Words, suggestion: Suggestion) -> str:
    """The question for after the business is done, and what partner merchants give."""
    if not suggestion.then_ask:
        return ""
    given = "".join(f"  \n:material/redeem: :gray[{plain(benefit)}]" for benefit in suggestion.benefits)
    return f"  \n:material/help: **{t('customer.then_ask')}** {plain(suggestion.then_ask)}{given}"


def show_reasons(t: Words, reasons: tuple[Reason, ...], of: str) -> None:
    """The evidence: what has rows behind it can be opened."""
    shown = visible(t, reasons)
    closed = [sentence(t, reason) for reason in shown if reason.figure is None]
    opening = [reason for reason in shown if reason.figure is not None]
    if opening:
        with st.container(horizontal=True, gap="xsmall"):
            for reason in opening:
                key = f"why_{of}_{reason.code}"
                figures.press(str(reason.figure), sentence(t, reason), key, figures.ICON)
    if closed:
        st.caption(SEPARATOR.join(closed))


def places(t: Words, codes: tuple[str, ...]) -> str:
    """Where it is done."""
    return f" :gray-badge[{t.codes('place', codes)}]" if codes else ""


def show_loan_card(t: Words, visit: Visit, card: LoanCard | None) -> None:
    """The small loan as a service, one fold away: the question first, then terms, papers and steps."""
    if card is None:
        return
    with fold("loan_card", f"**{plain(card.name)}** :gray[{t('loan_card.hint')}]") as is_open:
        if is_open:
            steps = "\n".join(f"{place}. {plain(step)}" for place, step in enumerate(card.steps, start=1))
            papers = plain(t("word.comma").join(card.documents))
            st.markdown(f":material/chat: {plain(card.ask)}")
            st.markdown(f"{plain(card.terms)}  \n**{t('loan_card.documents')}** {papers}")
            st.markdown(f"**{t('loan_card.steps', count=len(card.steps))}**\n\n{steps}")
            st.caption(" ".join(plain(notice) for notice in card.notices))
            press, icon = t("side.press"), ":material/screen_rotation_alt:"
            shown = (visit, "sheet:loan_card")
            st.button(press, key="turn_loan_card", icon=icon, on_click=state.turn, args=shown)


def show_services(t: Words, view: CustomerView) -> None:
    """Help that is never marketing, one fold away."""
    lines, visit = view.services, view.visit
    if not lines:
        return
    names = SEPARATOR.join(plain(line.name) for line in lines[:NAMED_SERVICES])
    if len(lines) > NAMED_SERVICES:
        names += f" +{len(lines) - NAMED_SERVICES}"
    with fold("services", f"**{t('customer.services')}** :gray[{names}]") as is_open:
        for number, line in enumerate(lines if is_open else ()):
            name = f"**{plain(line.name)}**{places(t, line.next_places)}"
            st.markdown(f"{name}  \n:material/chat: {plain(line.talk)}")
            show_reasons(t, line.reasons, line.service)
            if line.service == "mobile_bank":
                lessons.show(t, visit)
            with st.container(horizontal=True, gap="xsmall"):
                outcome_bar.show_line(t, view, line, f"service_{number}")
                referral.show_under(t, visit, line)


def show_withheld(t: Words, withheld: tuple[Withheld, ...]) -> None:
    """What is not suggested, at which stage it fell out, and why."""
    if not withheld:
        return
    count = t("count.products", count=len(withheld))
    with fold("withheld", f"**{t('customer.not_suggested')}** :gray[{count}]") as is_open:
        if is_open:
            st.markdown("\n".join(f"- {withheld_line(t, one)}" for one in withheld))


def withheld_line(t: Words, one: Withheld) -> str:
    why = filled(t, f"withheld.{one.reason}", one.values)
    return f"**{plain(one.name)}** :gray-badge[{t.code('stage', one.stage)}] {why}"
