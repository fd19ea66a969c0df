"""What came of a talk: who may record what, once, and take it back; and what the desk store keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from lobby.data import desk_outcomes
from lobby.domain.errors import AccessRefused, DeskError, EntryRefused
from lobby.domain.outcomes import Entry, Outcome, Subject, questions_of, talks_of
from lobby.domain.viewer import Viewer
from lobby.services import consents, drafts, outcomes
from lobby.services.customer import customer_view
from lobby.services.my_talks import talks_of_others
from lobby.services.outcomes import record_outcome
from lobby.services.sources import Sources
from lobby.services.views import Recorded, Visit
from lobby.services.visits import open_customer
from tests.desk_stores import DeskStore
from tests.services.conftest import Watch

SignIn = Callable[[str], Viewer]
pytestmark = pytest.mark.both_stores
NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DEPOSIT = Subject("product", "dep_cd")
WEALTH = Subject("product", "wmp_30d")


@pytest.fixture
def viewer(signed_in: SignIn) -> Viewer:
    return signed_in("s1")


@pytest.fixture
def visit(sources: Sources, viewer: Viewer) -> Visit:
    return open_customer(sources, viewer, "c01")


def entry(result: str, subject: Subject = DEPOSIT, **more: object) -> Entry:
    return Entry(uuid4().hex, "c01", subject, result, **more)  # type: ignore[arg-type]


def tap(sources: Sources, viewer: Viewer, visit: Visit, entered: Entry) -> Recorded:
    return record_outcome(sources, viewer, visit, entered, sources.now())


def actions(sources: Sources) -> list[tuple[str, str]]:
    kept = ("outcome", "outcome_added", "outcome_void", "draft")
    return [(row["action"], row["result"]) for row in sources.desk.audited(50) if row["action"] in kept][::-1]


def test_one_tap_keeps_one_exact_row_with_its_audit(sources: Sources, viewer: Viewer, visit: Visit) -> None:
    told = tap(sources, viewer, visit, Entry("k1", "c01", DEPOSIT, "declined", chips=("worry_locked",)))
    assert told.outcome == Outcome(
        "k1", visit.visit_id, "c01", "s1", "b1", "ipad-1", DEPOSIT, "declined",
        None, (), ("worry_locked",), "", NINE, NINE, False,
    )  # fmt: skip
    assert (told.at, told.quiet_until) == (NINE, date(2027, 1, 19))
    assert told.undo_until == NINE + timedelta(seconds=60)
    (row,) = sources.desk.audited(1, action="outcome")
    assert (row["result"], row["customer_id"], row["visit_id"]) == ("declined", "c01", visit.visit_id)
    assert row["details"] == {"outcome": "k1", "subject": "product:dep_cd", "is_late": False}
    assert desk_outcomes.outcomes_of(sources.desk, "c01") == (told.outcome,)


def test_f26_f27_a_double_tap_is_one_row_and_another_result_under_the_same_key_is_refused(
    sources: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    entered = entry("interested")
    first = tap(sources, viewer, visit, entered)
    watch.pass_by(seconds=2)
    assert tap(sources, viewer, visit, entered).outcome == first.outcome
    with pytest.raises(DeskError) as refused:
        tap(sources, viewer, visit, replace(entered, result="declined"))
    assert refused.value.code == "key_reused"
    assert actions(sources) == [("outcome", "interested")]


def test_f27_a_hundred_double_taps_are_a_hundred_rows(
    sources: Sources, store: DeskStore, watch: Watch, viewer: Viewer, visit: Visit
) -> None:
    patient = replace(sources, desk=store.open(watch, busy_seconds=30))
    entered = [entry("interested") for _ in range(100)]
    with ThreadPoolExecutor(4) as taps:
        told = list(taps.map(lambda one: tap(patient, viewer, visit, one), [*entered, *entered]))
    patient.desk.close()
    assert [one.outcome for one in told[:100]] == [one.outcome for one in told[100:]]
    kept = desk_outcomes.outcomes_of(sources.desk, "c01")
    assert sorted(one.outcome_id for one in kept) == sorted(one.outcome_id for one in entered)
    assert len(sources.desk.audited(999, action="outcome")) == 100


@pytest.mark.parametrize(
    ("subject", "result", "is_taken"),
    [
        (DEPOSIT, "done", True),
        (DEPOSIT, "zone_booked", False),
        (WEALTH, "zone_booked", True),
        (WEALTH, "done", False),
        (Subject("product", "ins_medical"), "zone_booked", True),
        (Subject("product", "gov_bond"), "done", True),
        (Subject("product", "nothing"), "interested", False),
        (Subject("service", "mobile_bank"), "done", True),
        (Subject("service", "maturity"), "not_now", True),
        (Subject("service", "mobile_bank"), "interested", False),
        (Subject("event", "possible_scam"), "dissuaded", True),
        (Subject("event", "possible_scam"), "declined", False),
        (Subject("event", "birthday"), "verified", False),
        (Subject("asked", "wmp_30d"), "asked", True),
        (Subject("asked", "fx_service"), "asked", True),
        (Subject("asked", "maturity"), "asked", False),
    ],
)
def test_each_subject_takes_its_own_results(
    sources: Sources, viewer: Viewer, visit: Visit, subject: Subject, result: str, is_taken: bool
) -> None:
    entered = entry(result, subject, next_on=date(2026, 12, 1) if result == "not_now" else None)
    if is_taken:
        assert tap(sources, viewer, visit, entered).outcome.result == result
    else:
        with pytest.raises(ValueError, match="does not end in"):
            tap(sources, viewer, visit, entered)
        assert actions(sources) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"note": "利率先看看，周五再来"}, None),
        ({"note": "想留 20 万给孩子 2026-12-01 交学费"}, None),
        ({"note": "打 1380000 1234 找他"}, "note_number"),
        ({"note": "电话一三八零零零零一二三四"}, "note_number"),
        ({"note": "６２２２０２０２００１１２２３３"}, "note_number"),
        ({"note": "最近查出糖 尿 病"}, "note_sensitive"),
        ({"note": "跟他说过保 本"}, "note_promise"),
        ({"note": "字" * 61}, "note_long"),
        ({"note": "字" * 60}, None),
        ({"result": "not_now", "next_on": date(2026, 11, 21)}, None),
        ({"result": "not_now", "next_on": TODAY}, "next_on_out"),
        ({"result": "not_now", "next_on": date(2027, 11, 21)}, "next_on_out"),
        ({"result": "not_now"}, "next_on_out"),
        ({"next_on": date(2026, 11, 21)}, "next_on_out"),
        ({"happened_at": NINE - timedelta(days=3)}, None),
        ({"happened_at": NINE - timedelta(days=3, seconds=1)}, "happened_out"),
        ({"happened_at": NINE + timedelta(seconds=1)}, "happened_out"),
        ({"customer_id": "c02"}, "other_customer"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_what_to_change(
    sources: Sources, viewer: Viewer, visit: Visit, more: dict[str, object], code: str | None
) -> None:
    entered = replace(entry("interested"), **more)  # type: ignore[arg-type]
    if code is None:
        tap(sources, viewer, visit, entered)
        return
    drafts.keep_draft(sources, viewer, visit, {"note": entered.note})
    with pytest.raises(EntryRefused) as refused:
        tap(sources, viewer, visit, entered)
    assert refused.value.code == code
    assert actions(sources) == [("draft", "ok")]
    assert drafts.draft(sources, viewer, visit).content == {"note": entered.note}


@pytest.mark.parametrize(
    ("minutes", "is_late"), [(15, False), (16, True)]
)  # fmt: skip
def test_an_entry_after_an_outage_has_its_real_time_and_is_marked_late(
    sources: Sources, viewer: Viewer, visit: Visit, minutes: int, is_late: bool
) -> None:
    happened_at = NINE - timedelta(minutes=minutes)
    kept = tap(sources, viewer, visit, entry("interested", happened_at=happened_at)).outcome
    assert (kept.happened_at, kept.recorded_at, kept.is_late) == (happened_at, NINE, is_late)


def test_only_who_opened_the_customer_here_records(
    sources: Sources, viewer: Viewer, visit: Visit, signed_in: SignIn
) -> None:
    for other in (signed_in("s2"), replace(viewer, device="ipad-2")):
        with pytest.raises(AccessRefused) as refused:
            tap(sources, other, visit, entry("interested"))
        assert refused.value.code == "unknown_visit"
    auditor = signed_in("s7")
    seen = open_customer(sources, auditor, "c01", reason="audit")
    with pytest.raises(AccessRefused) as refused:
        tap(sources, auditor, seen, entry("interested"))
    assert refused.value.code == "not_for_role"
    assert actions(sources) == []


@pytest.mark.parametrize(
    ("seconds", "staff_id", "device", "code"),
    [
        (60, "s1", "ipad-1", None),
        (61, "s1", "ipad-1", "undo_over"),
        (5, "s1", "ipad-2", "unknown_outcome"),
        (5, "s3", "ipad-1", "unknown_outcome"),
    ],
)
def test_undo_is_for_a_minute_and_for_who_tapped(
    sources: Sources, visit: Visit, viewer: Viewer, signed_in: SignIn, watch: Watch,
    seconds: int, staff_id: str, device: str, code: str | None,
) -> None:  # fmt: skip
    kept = tap(sources, viewer, visit, entry("declined")).outcome
    watch.pass_by(seconds=seconds)
    who = replace(signed_in(staff_id), device=device)
    if code is None:
        assert outcomes.undo(sources, who, kept.outcome_id).outcome == replace(kept, voided_by="undo")
        assert outcomes.undo(sources, who, kept.outcome_id).quiet_until is None
        assert actions(sources) == [("outcome", "declined"), ("outcome_void", "undo")]
    else:
        with pytest.raises((AccessRefused, EntryRefused)) as refused:
            outcomes.undo(sources, who, kept.outcome_id)
        assert refused.value.code == code
        assert desk_outcomes.find(sources.desk, kept.outcome_id) == kept


@pytest.mark.parametrize(
    ("hours", "staff_id", "code"),
    [
        (14, "s1", None),
        (15, "s1", "void_over"),
        (15, "s3", None),
        (24 * 7 + 14, "s3", None),
        (24 * 7 + 15, "s3", "void_over"),
        (1, "s2", "unknown_outcome"),
    ],
)  # fmt: skip
def test_void_is_for_the_same_day_and_a_manager_for_a_week(
    sources: Sources, viewer: Viewer, visit: Visit, signed_in: SignIn, watch: Watch,
    hours: int, staff_id: str, code: str | None,
) -> None:  # fmt: skip
    kept = tap(sources, viewer, visit, entry("declined")).outcome
    watch.pass_by(hours=hours)
    if code is None:
        told = outcomes.void(sources, signed_in(staff_id), kept.outcome_id, "wrong_result")
        assert told.outcome == replace(kept, voided_by="void")
        (row,) = sources.desk.audited(1, action="outcome_void")
        assert (row["staff_id"], row["result"], row["reason"]) == (staff_id, "void", "wrong_result")
    else:
        with pytest.raises((AccessRefused, EntryRefused)) as refused:
            outcomes.void(sources, signed_in(staff_id), kept.outcome_id, "wrong_result")
        assert refused.value.code == code


def test_why_not_is_said_afterwards_and_the_newest_word_stands(
    sources: Sources, viewer: Viewer, visit: Visit
) -> None:
    kept = tap(sources, viewer, visit, entry("declined", chips=("worry_loss",))).outcome
    outcomes.add_to(sources, viewer, kept.outcome_id, ("no_need",), kept.chips, "")
    told = outcomes.add_to(sources, viewer, kept.outcome_id, ("ask_family",), ("need_safe",), " 问女儿\n")
    assert told.outcome == replace(kept, reasons=("ask_family",), chips=("need_safe",), note="问女儿")
    again = outcomes.add_to(sources, viewer, kept.outcome_id, ("ask_family",), ("need_safe",), "问女儿")
    assert again.outcome == told.outcome
    assert [action for action, _ in actions(sources)] == ["outcome", "outcome_added", "outcome_added"]


def test_what_stands_is_a_contact_in_the_banks_own_time_and_a_question_is_none(
    sources: Sources, viewer: Viewer, visit: Visit
) -> None:
    zone = sources.zone
    gone = tap(sources, viewer, visit, entry("interested")).outcome
    outcomes.undo(sources, viewer, gone.outcome_id)
    kept = tap(sources, viewer, visit, entry("declined", reasons=("no_need",))).outcome
    asked = tap(sources, viewer, visit, entry("asked", Subject("asked", "fund_mm"))).outcome
    found = desk_outcomes.outcomes_of(sources.desk, "c01")
    nine = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001 the portrait's own times are plain
    assert talks_of(found, zone) == (
        {
            "contacted_at": nine, "contact_id": kept.outcome_id, "channel": "branch",
            "product_code": "dep_cd", "scenario_code": None,
            "outcome": "declined", "reason_code": "no_need", "next_on": None,
        },
    )  # fmt: skip
    (question,) = questions_of(found, zone)
    assert (question["touchpoint_id"], question["kind"], question["product_code"]) == (
        asked.outcome_id, "question", "fund_mm",
    )  # fmt: skip


def test_a_promise_stands_until_the_same_is_talked_about_again(
    sources: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    def promised() -> list[str]:
        return [one.outcome.subject.code for one in outcomes.promises(sources, viewer, sources.now())]

    tap(sources, viewer, visit, entry("not_now", next_on=date(2026, 12, 4)))
    tap(sources, viewer, visit, entry("not_now", WEALTH, next_on=date(2026, 11, 27)))
    assert promised() == ["wmp_30d", "dep_cd"]
    watch.pass_by(seconds=1)
    tap(sources, viewer, visit, entry("declined", WEALTH))
    assert promised() == ["dep_cd"]


def test_nobody_is_reminded_of_a_product_after_the_customer_refused_marketing(
    sources: Sources, viewer: Viewer, visit: Visit
) -> None:
    tap(sources, viewer, visit, entry("not_now", next_on=date(2026, 12, 4)))
    assert len(outcomes.promises(sources, viewer, sources.now())) == 1
    consents.say(sources, viewer, visit, "marketing", False, uuid4().hex, sources.now(), "zh_Hans")
    assert outcomes.promises(sources, viewer, sources.now()) == ()


def test_the_interested_of_a_branch_are_those_whose_last_word_was_a_yes(
    sources: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    def interested() -> list[str]:
        found = desk_outcomes.interested_in(sources.desk, "dep_cd", "b1", NINE)
        return [one.customer_id for one in found]

    tap(sources, viewer, visit, entry("interested"))
    assert interested() == ["c01"]
    assert desk_outcomes.interested_in(sources.desk, "dep_cd", "b2", NINE) == ()
    watch.pass_by(seconds=1)
    no = tap(sources, viewer, visit, entry("declined")).outcome
    assert interested() == []
    outcomes.undo(sources, viewer, no.outcome_id)
    assert interested() == ["c01"]


def test_a_draft_is_found_again_and_gone_once_it_is_recorded(
    sources: Sources, viewer: Viewer, visit: Visit, signed_in: SignIn
) -> None:
    for note in ("想", "想问", "想问利率"):
        drafts.keep_draft(sources, viewer, visit, {"note": note})
    assert [one.content for one in drafts.drafts(sources, viewer)] == [{"note": "想问利率"}]
    assert drafts.drafts(sources, signed_in("s2")) == ()
    again = open_customer(sources, viewer, "c01")
    assert drafts.draft(sources, viewer, again).content == {"note": "想问利率"}
    tap(sources, viewer, visit, entry("interested", note="想问利率"))
    assert drafts.drafts(sources, viewer) == ()
    assert actions(sources) == [("draft", "ok"), ("outcome", "interested")]


def test_a_draft_is_thrown_away_with_a_press_and_offered_for_three_days(
    sources: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    drafts.keep_draft(sources, viewer, visit, {"note": "想"})
    watch.pass_by(days=3)
    assert len(drafts.drafts(sources, viewer)) == 1
    watch.pass_by(seconds=1)
    assert drafts.drafts(sources, viewer) == ()
    drafts.discard_draft(sources, viewer, "c01")
    drafts.discard_draft(sources, viewer, "c01")
    assert drafts.draft(sources, viewer, visit).content == {}
    assert actions(sources) == [("draft", "ok"), ("draft", "discarded")]


def test_what_was_left_half_entered_is_forgotten_with_the_next_draft(
    sources: Sources, viewer: Viewer, visit: Visit, watch: Watch
) -> None:
    drafts.keep_draft(sources, viewer, visit, {"note": "想"})
    other = open_customer(sources, viewer, "c02")
    watch.pass_by(days=3, seconds=1)
    assert drafts.draft(sources, viewer, visit).content == {"note": "想"}
    drafts.keep_draft(sources, viewer, other, {"note": "问"})
    assert drafts.draft(sources, viewer, visit).content == {}
    assert drafts.draft(sources, viewer, other).content == {"note": "问"}


def test_my_talks_are_todays_newest_first_and_a_manager_sees_the_branchs(
    sources: Sources, viewer: Viewer, visit: Visit, signed_in: SignIn, watch: Watch
) -> None:
    watch.pass_by(hours=-24)
    tap(sources, viewer, visit, entry("done"))
    watch.pass_by(hours=24)
    tap(sources, viewer, visit, entry("interested"))
    watch.pass_by(seconds=1)
    tap(sources, viewer, visit, entry("declined", WEALTH))
    assert [one.outcome.result for one in outcomes.my_talks(sources, viewer)] == ["declined", "interested"]
    assert outcomes.my_talks(sources, signed_in("s2")) == ()
    manager = signed_in("s3")
    assert [one.outcome.result for one in outcomes.branch_talks(sources, manager)] == [
        "declined", "interested", "done",
    ]  # fmt: skip
    with pytest.raises(AccessRefused):
        talks_of_others(sources, viewer, sources.now())


def test_the_customers_page_hears_a_no_at_once_and_its_undo_too(
    sources: Sources, viewer: Viewer, visit: Visit
) -> None:
    def seen() -> tuple[list[str], dict[str, tuple[str, object]], list[object]]:
        view = customer_view(sources, viewer, visit, sources.now(), "zh_Hans")
        withheld = {one.product: (one.reason, one.values.get("until")) for one in view.not_suggested}
        return [one.product for one in view.suggestions], withheld, [one["outcome"] for one in view.contacts]

    offered, before, told = seen()
    (first, *_) = offered
    subject = Subject("product", first)
    days = sources.catalog.products[first].cool_down_days
    kept = tap(sources, viewer, visit, entry("declined", subject)).outcome
    after, withheld, now_told = seen()
    assert first not in after
    assert withheld[first] == ("declined_recently", TODAY + timedelta(days=days))
    assert now_told == ["declined", *told]
    outcomes.undo(sources, viewer, kept.outcome_id)
    assert seen() == (offered, before, told)


def test_a_complaint_at_the_desk_ends_offers_today_and_keeps_the_peace_afterwards(
    sources: Sources, viewer: Viewer, visit: Visit, now: datetime
) -> None:
    assert customer_view(sources, viewer, visit, now, "en").suggestions
    kept = tap(sources, viewer, visit, entry("asked", Subject("asked", "complaint_care"))).outcome
    view = customer_view(sources, viewer, visit, now, "en")
    assert (view.suggestions, view.no_offer, view.say_first.code) == ((), "open_complaint", "complaint")
    week = [customer_view(sources, viewer, visit, now + timedelta(days=n), "en") for n in (1, 6, 7)]
    assert [one.no_offer for one in week[:2]] == ["complaint_recently"] * 2
    assert week[2].suggestions
    outcomes.undo(sources, viewer, kept.outcome_id)
    assert customer_view(sources, viewer, visit, now, "en").suggestions
