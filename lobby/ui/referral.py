"""The press that refers the customer in front of you: a small choice, the best qualified colleague first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from lobby.domain import outcomes, scope
from lobby.domain.errors import LobbyError
from lobby.domain.referrals import OPEN, SEND_REASONS, Receiver, SendReason, Subject
from lobby.domain.viewer import Viewer
from lobby.services import receivers, referrals
from lobby.services.outcomes import record_outcome
from lobby.services.referrals import ReferralLine
from lobby.services.views import ServiceLine, Visit
from lobby.ui import referral_list, session, state
from lobby.ui.errors import show
from lobby.ui.text import SEPARATOR, Words, plain

SHOWN_COLLEAGUES = 3


def show_press(
    t: Words, visit: Visit, subject: Subject, chips: Sequence[str] = (), *, in_bar: bool = False
) -> None:
    """A button that opens the choice; what it holds is read once it is opened.

    `chips` is what the customer said, as codes, for the receiver; `in_bar`: beside results, as plain as they.
    """
    key, icon = f"refer_{subject.kind}_{subject.code}", None if in_bar else ":material/forward:"
    asked = st.popover(t("referral.press"), icon=icon, key=key, on_change="rerun")
    with asked:
        if asked.open:
            show_choice(t, visit, subject, tuple(chips))


def show_under(t: Words, visit: Visit, line: ServiceLine) -> None:
    """The press under a service line that asks for a qualified colleague; nothing under any other."""
    missing = next((reason for reason in line.reasons if reason.code == "referral"), None)
    if missing is None or scope.own_branch(session.viewer()) is None:
        return
    qualification = Subject("qualification", str(missing.facts["qualification"]))
    show_press(t, visit, qualification if line.service == "referral" else Subject("service", line.service))


def show_choice(t: Words, visit: Visit, subject: Subject, chips: tuple[str, ...]) -> None:
    """Where the customer is already about this; else who may take over."""
    sources, viewer = session.house().sources, session.viewer()
    last = referrals.last_about(sources, viewer, visit, subject, session.moment(), t.language)
    refused = state.refusal()
    if refused is not None:
        show(t, refused)
    if last is not None:
        show_last(t, last)
        if last.referral.state in OPEN:
            return
    asked_for = (visit.visit_id, subject, last and last.referral.referral_id)
    number = state.idempotency_key(f"section_refer_{subject.kind}_{subject.code}", asked_for)
    found = receivers.choices(sources, viewer, subject)
    for colleague in found.colleagues[:SHOWN_COLLEAGUES]:
        receiver = Receiver("colleague", colleague.staff_id)
        show_receiver(t, named(t, colleague), "person", (visit, subject, receiver, number, chips))
    for desk in found.desks:
        receiver = Receiver("desk", desk)
        show_receiver(t, t.code("place", desk), "storefront", (visit, subject, receiver, number, chips))
    show_branches(t, found.branches, (visit, subject, number, chips))


def show_last(t: Words, last: ReferralLine) -> None:
    """What became of the last referral about this; nobody else is asked while it is open."""
    st.markdown(referral_list.said(t, last))
    if "withdrawn" in last.next_states:
        referral_list.show_answer(t, last.referral, "withdrawn")


def named(t: Words, colleague: Viewer) -> str:
    """Name, role and what they are qualified for."""
    held = tuple(sorted(colleague.qualifications))
    parts = (colleague.name, t.code("role", colleague.role), t.codes("qualification", held))
    return plain(SEPARATOR.join(part for part in parts if part))


def show_receiver(
    t: Words, label: str, icon: str, asked: tuple[Visit, Subject, Receiver, str, tuple[str, ...]]
) -> None:
    """One tap refers."""
    visit, subject, receiver, _, _ = asked
    st.button(
        label,
        key=f"to_{receiver.kind}_{receiver.code}_{subject.kind}_{subject.code}_{visit.visit_id}",
        icon=f":material/{icon}:",
        width="stretch",
        on_click=refer,
        args=asked,
    )


def show_branches(
    t: Words, branches: tuple[str, ...], asked: tuple[Visit, Subject, str, tuple[str, ...]]
) -> None:
    """Another branch, chosen from a list; the tap on a reason refers."""
    visit, subject, number, chips = asked

    def send(branch: str, reason: SendReason) -> None:
        refer(visit, subject, Receiver("branch", branch), number, chips, reason)

    choose_branch(t, branches, f"{subject.kind}_{subject.code}", send)


def choose_branch(
    t: Words, branches: Sequence[str], about: str, send: Callable[[str, SendReason], None]
) -> None:
    """A list of branches, and below it why; `about` is what for, in the keys."""
    if not branches:
        return
    names = session.house().branch_names()
    chosen = st.selectbox(
        t("referral.branch"),
        branches,
        index=None,
        format_func=lambda branch: names.get(branch, branch),
        key=f"branch_{about}",
        placeholder=t("referral.branch"),
        label_visibility="collapsed",
    )
    if chosen is None:
        return
    st.markdown(t("referral.to_branch", branch=plain(names.get(chosen, chosen))))
    for reason in SEND_REASONS:
        key, word = f"{reason}_{chosen}_{about}", t(f"referral.reason.{reason}")
        st.button(
            word, key=key, icon=":material/home_work:", width="stretch", on_click=send, args=(chosen, reason)
        )


def refer(
    visit: Visit,
    subject: Subject,
    receiver: Receiver,
    number: str,
    chips: tuple[str, ...],
    reason: SendReason | None = None,
) -> None:
    """Write the referral, and for an offer that this came of the talk; why not is said where it was asked."""
    sources, viewer = session.house().sources, session.viewer()
    try:
        referrals.refer(sources, viewer, visit, subject, receiver, number, chips, reason)
        if subject.kind == "product":
            offer = outcomes.Subject("product", subject.code)
            entry = outcomes.Entry(number, visit.customer_id, offer, "referred", chips=chips)
            record_outcome(sources, viewer, visit, entry, session.moment())
            state.keep_answer(state.TOLD, number)
            state.forget("view")
    except LobbyError as refused:
        state.refuse(refused)
