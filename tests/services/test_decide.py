"""What is said, offered and withheld, in exact values."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from lobby.domain.first_line import Waiting
from lobby.domain.refusal import STAGES
from lobby.domain.since import ProductStatus, Since
from lobby.domain.viewer import LANGUAGES
from lobby.services.decide import Decision
from lobby.services.views import Reason
from tests.deciding import decide
from tests.portraits import (
    ADVISER,
    AS_OF,
    CATALOG,
    LOBBY,
    NOW,
    contact,
    elderly_saver,
    happening,
    portrait,
    touch,
)

DUE = {
    "account_tail": "A1",
    "due_on": date(2026, 12, 3),
    "days_left": 13,
    "renews": False,
    "happened_on": AS_OF,
    "expires_on": date(2026, 12, 3),
    "amount": Decimal(200_000),
}
MATURES = Reason("deposit_maturing", DUE, "maturing_30d", "evaluation")


def decided(customer, viewer=ADVISER, now=NOW, language="zh_Hans", **rest) -> Decision:
    return decide(customer, CATALOG, viewer, now, language, **rest)


def offered(decision):
    return [one.product for one in decision.suggestions]


def left(decision):
    return {one.product: (one.stage, one.reason) for one in decision.not_suggested}


def lines(decision):
    return [line.service for line in (*decision.unfinished, *decision.services)]


@pytest.mark.parametrize(
    ("age", "needs", "has_help"),
    [
        (7, ["guardian"], False),
        (7, ["guardian", "seat"], True),
        (18, ["guardian"], True),
        (40, ["read_aloud"], True),
        (40, [], False),
    ],
)
def test_help_by_proxy_is_for_who_needs_care_and_not_for_every_child(age, needs, has_help):
    customer = portrait(age=age, birth_date=AS_OF.replace(year=AS_OF.year - age), care_needs=needs)
    assert ("proxy_help" in lines(decided(customer, LOBBY))) == has_help


def test_an_elderly_saver_whose_deposit_matures():
    decision = decided(elderly_saver(), LOBBY)
    assert decision.say_first.code == "maturity"
    assert "一项业务" in decision.say_first.text
    assert [(one.product, one.fit) for one in decision.suggestions] == [
        ("dep_cd", "high"),
        ("dep_term", "high"),
        ("gov_bond", "high"),
    ]
    first = decision.suggestions[0]
    assert first.reasons == (
        MATURES,
        Reason("low_risk_saver", {"deposit_share": Decimal(1), "amount": Decimal(200_000)}, "aum"),
    )
    assert first.talk == CATALOG.products["dep_cd"].talk["zh_Hans"]
    assert first.notices == (
        CATALOG.products["dep_cd"].terms["zh_Hans"],
        CATALOG.notices["N5"].text["zh_Hans"],
        CATALOG.notices["quota_time"].text["zh_Hans"],
    )
    assert lines(decision) == ["maturity", "anti_fraud", "transfer_limit", "referral"]
    assert decision.unfinished[0].reasons == (MATURES,)
    assert decision.services[-1].reasons == (Reason("referral", {"qualification": "wm"}),)
    assert left(decision)["wmp_30d"] == ("staff", "not_qualified")
    assert left(decision)["fund_index"] == ("suitable", "risk_above_rating")
    assert left(decision)["loan_consumer"] == ("eligible", "age_outside")


def test_every_product_is_suggested_or_left_at_one_stage():
    decision = decided(elderly_saver())
    assert sorted([*offered(decision), *left(decision)]) == sorted(CATALOG.products)
    assert {stage for stage, _ in left(decision).values()} <= set(STAGES)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"has_marketing_consent": False}, "no_consent"),
        ({"has_open_complaint": True}, "open_complaint"),
        ({"deceased": True}, "deceased"),
        ({"kind": "organisation"}, "organisation"),
        ({"is_control": True}, "not_offered_now"),
        (
            {"contacts": [contact("no_answer", AS_OF - timedelta(days=n)) for n in range(1, 7)]},
            "not_offered_now",
        ),
    ],
)
def test_what_forbids_every_offer(changed, reason):
    decision = decided(elderly_saver(**changed))
    assert decision.suggestions == ()
    assert left(decision)["dep_cd"] == ("allowed", reason)
    assert "referral" not in lines(decision)
    assert next(one.values for one in decision.not_suggested if one.product == "dep_cd") == {}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"has_marketing_consent": False}, "no_consent"),
        ({"has_open_complaint": True}, "open_complaint"),
        ({"last_complaint_on": AS_OF - timedelta(days=6)}, "complaint_recently"),
        ({"deceased": True}, "deceased"),
        ({"kind": "organisation"}, "organisation"),
        ({"birth_date": date(2010, 1, 1)}, "under_age"),
        ({"contacts": [contact("declined", AS_OF, None)]}, "resting"),
        ({"is_control": True}, "today"),
        ({"contacts": [contact("no_answer", AS_OF - timedelta(days=n)) for n in range(1, 7)]}, "today"),
    ],
)
def test_no_offer_today_is_an_answer_with_its_reason(changed, why):
    assert decided(elderly_saver(**changed)).no_offer == why
    assert decided(elderly_saver()).no_offer is None


def test_without_anything_that_speaks_for_a_product_there_is_no_offer_today():
    decision = decided(portrait(risk_rating=None))
    assert (decision.suggestions, decision.no_offer) == ((), "today")


def test_a_complaint_that_was_settled_keeps_the_peace_for_a_week():
    quiet = decided(elderly_saver(last_complaint_on=AS_OF - timedelta(days=6)))
    (told,) = [one for one in quiet.not_suggested if one.product == "dep_cd"]
    assert (told.stage, told.reason, told.values) == (
        "allowed",
        "complaint_recently",
        {"until": AS_OF + timedelta(days=1)},
    )
    over = decided(elderly_saver(last_complaint_on=AS_OF - timedelta(days=7)))
    assert offered(over) == offered(decided(elderly_saver()))


def test_order_7_30_a_private_product_is_named_nowhere_in_the_lobby():
    private = replace(CATALOG.products["dep_cd"], is_private=True)
    catalog = replace(CATALOG, products={**CATALOG.products, "dep_cd": private})
    decision = decide(elderly_saver(), catalog, ADVISER, NOW, "en")
    assert "dep_cd" not in [*offered(decision), *left(decision)]
    assert private.name["en"] not in repr((decision.suggestions, decision.not_suggested, decision.services))
    (kept,) = [one for one in decision.audit if one.product == "dep_cd"]
    assert (kept.stage, kept.reason) == ("on_sale", "private_product")


def test_an_application_for_a_private_product_is_gone_on_with_without_its_name():
    private = replace(CATALOG.products["loan_consumer"], is_private=True)
    catalog = replace(CATALOG, products={**CATALOG.products, "loan_consumer": private})
    decision = decide(portrait(unfinished=[touch()]), catalog, ADVISER, NOW, "en")
    (line,) = decision.unfinished
    assert [one.code for one in line.reasons] == ["application_abandoned"]
    assert line.reasons[0].facts["product_code"] is None
    assert line.reasons[0].facts["step"] == "upload"
    assert private.name["en"] not in repr((decision.unfinished, decision.talk, decision.say_first))
    (named,) = decide(portrait(unfinished=[touch()]), CATALOG, ADVISER, NOW, "en").unfinished
    assert named.reasons[0].facts["product_code"] == "loan_consumer"


def test_agency_6_an_agency_sale_without_its_issuer_is_not_shown():
    nameless = replace(CATALOG.products["gov_bond"], issuer=None)
    catalog = replace(CATALOG, products={**CATALOG.products, "gov_bond": nameless})
    assert "gov_bond" in offered(decided(elderly_saver()))
    assert "gov_bond" not in offered(decide(elderly_saver(), catalog, ADVISER, NOW, "en"))


def test_pipl_28_under_18_gets_service_only():
    decision = decided(portrait(birth_date=date(2008, 11, 21), age=17, segment="minor"))
    assert decision.suggestions == ()
    assert left(decision)["dep_term"] == ("allowed", "under_age")
    assert decision.say_first.code == "guardian"


def test_the_audit_alone_has_the_true_reason():
    control = decided(elderly_saver(is_control=True))
    capped = decided(elderly_saver(contacts=[contact("no_answer", AS_OF - timedelta(days=1))] * 6))
    assert control.not_suggested == capped.not_suggested
    assert {one.reason for one in control.audit if one.product == "dep_cd"} == {"control_group"}
    assert {one.reason for one in capped.audit if one.product == "dep_cd"} == {"contact_cap"}


def test_an_overdue_loan_is_never_told():
    asked = {"questions": [touch(kind="question", product_code="loan_small")], "salary_months": 12}
    shown = decided(portrait(has_overdue_loan=True, **asked))
    without = decided(portrait(**asked))
    assert offered(without) == ["loan_small"]
    assert left(shown)["loan_small"] == ("allowed", "not_offered_now")
    assert "overdue" not in repr((shown.not_suggested, shown.services, shown.suggestions, shown.say_first))
    assert {one.reason for one in shown.audit if one.product == "loan_small"} == {"overdue"}


def test_services_do_not_depend_on_consent_control_or_cool_down():
    open_ = {"unfinished": [touch()], "count_counter_365d": 7, "count_mobile_logins_90d": 0}
    expected = lines(decided(elderly_saver(**open_)))
    refused = [contact("declined", AS_OF, None), contact("not_appropriate", AS_OF, None)]
    for changed in ({"is_control": True}, {"has_marketing_consent": False}, {"contacts": refused}):
        assert lines(decided(elderly_saver(**open_, **changed))) == expected
    assert expected == ["resume_application", "maturity", "anti_fraud", "mobile_bank", "family_link"]


def test_an_unfinished_application_says_where_it_stopped():
    decision = decided(portrait(unfinished=[touch()]))
    (line,) = decision.unfinished
    assert (line.service, line.urgent) == ("resume_application", True)
    assert line.reasons[0] == Reason(
        "application_abandoned",
        {
            "product_code": "loan_consumer",
            "step": "upload",
            "missing_document": "income_proof",
            "happened_on": date(2026, 11, 10),
            "due_on": date(2026, 12, 10),
        },
    )
    assert decision.say_first.code == "unfinished"


@pytest.mark.parametrize(("expires_on", "count"), [(AS_OF, 1), (AS_OF - timedelta(days=1), 0)])
def test_an_expired_application_is_not_unfinished(expires_on, count):
    assert len(decided(portrait(unfinished=[touch(expires_on=expires_on)])).unfinished) == count


@pytest.mark.parametrize(
    ("event", "count"),
    [
        (happening("deposit_maturing"), 1),
        (happening("investment_maturing"), 1),
        (happening("deposit_maturing", expires_on=AS_OF), 1),
        (happening("deposit_maturing", expires_on=AS_OF - timedelta(days=1)), 0),
        (happening("deposit_maturing", {"renews": True}), 0),
        (happening("loan_ending"), 0),
    ],
)
def test_a_maturity_that_does_not_renew_is_unfinished(event, count):
    assert len(decided(portrait(events=[event])).unfinished) == count


def test_maturities_stand_by_their_day_and_one_that_renews_favours_nothing():
    soon = happening("investment_maturing", {"due_on": "2026-11-21"}, strength=0.5)
    (line,) = decided(portrait(events=[happening("deposit_maturing"), soon])).unfinished
    assert [one.code for one in line.reasons] == ["investment_maturing", "deposit_maturing"]
    renews = decided(elderly_saver(events=[happening("deposit_maturing", {"renews": True})]))
    assert "deposit_maturing" not in [one.code for line in renews.suggestions for one in line.reasons]


def test_a_maturity_in_another_currency_is_named_without_an_amount():
    decision = decided(portrait(events=[happening("deposit_maturing", amount=None)]), currency="CNY")
    assert decision.unfinished[0].reasons[0].facts["amount"] is None
    assert decision.unfinished[0].reasons[0].figure is None


SCAM = happening("possible_scam", {"booked_at": "2026-11-19 10:00:00"}, strength=1.0)


@pytest.mark.parametrize("changed", [{}, {"has_open_complaint": True}, {"has_marketing_consent": False}])
def test_a_possible_scam_comes_before_everything(changed):
    customer = elderly_saver(
        events=[SCAM, happening("complaint_open"), happening("deposit_maturing")], **changed
    )
    decision = decided(customer, LOBBY)
    assert lines(decision)[:3] == ["anti_fraud", "complaint_care", "maturity"]
    first = decision.unfinished[0]
    assert first.urgent
    assert first.reasons[0].facts["booked_at"] == datetime(2026, 11, 19, 10)  # noqa: DTZ001 the feed's own zone
    assert all(
        word in first.talk for word in ("转给谁", "见过面吗", "是谁让您来转的", "延迟", "主管", "96110")
    )


def test_while_a_scam_is_possible_nothing_is_offered_and_nobody_is_told_why():
    shown = decided(elderly_saver(events=[SCAM, happening("deposit_maturing")]))
    over = happening("possible_scam", strength=1.0, expires_on=AS_OF - timedelta(days=1))
    assert shown.suggestions == ()
    assert left(shown)["dep_cd"] == ("allowed", "not_offered_now")
    assert {one.reason for one in shown.audit if one.product == "dep_cd"} == {"possible_scam"}
    assert "referral" not in lines(shown)
    assert "possible_scam" not in repr((shown.not_suggested, shown.say_first))
    later = decided(elderly_saver(events=[over, happening("deposit_maturing")]))
    assert offered(later) == ["dep_cd", "dep_term", "gov_bond"]
    assert "anti_fraud" in [line.service for line in later.services]


def test_what_happened_is_a_reason_with_its_stage_and_its_rows():
    came = {"events": [happening("large_inflow", {"channel": "online"})], "asset_current": Decimal(200_000)}
    decision = decided(portrait(**came))
    assert offered(decision) == ["dep_cd", "dep_notice"]
    (reason,) = decision.suggestions[0].reasons
    assert (reason.code, reason.figure, reason.stage) == ("large_inflow", "event:large_inflow", "need_arises")
    assert reason.facts == {
        "channel": "online",
        "happened_on": AS_OF,
        "expires_on": date(2026, 12, 3),
        "amount": Decimal(200_000),
    }
    assert decision.say_first.code == "idle"


def test_a_product_looked_at_speaks_for_itself_alone():
    seen = happening("product_viewed", {"product_code": "fund_bond", "count": 3}, amount=None)
    other = happening("product_viewed", {"product_code": "loan_small", "count": 9}, amount=None)
    assert offered(decided(portrait(events=[other, seen], candidates=["dep_term", "fund_bond"]))) == [
        "fund_bond"
    ]


def test_what_spending_shows_happened_needs_profiling_consent():
    customer = {"events": [happening("wallet_outflow_growing", {"wallet": "alipay"})]}
    assert "wallet_bind" in lines(decided(portrait(**customer)))
    without = decided(portrait(**customer, has_profiling_consent=False))
    assert "wallet_bind" not in lines(without)
    assert without.events == ()


def test_where_money_went_moves_a_service_and_is_shown_to_few():
    customer = portrait(events=[happening("outflow_to_bank", {"bank": "Other", "amount_before": 10.5})])
    for viewer, shown in ((LOBBY, []), (ADVISER, ["outflow_to_bank"])):
        line = next(one for one in decided(customer, viewer).services if one.service == "wallet_bind")
        assert [one.code for one in line.reasons] == shown


def test_an_event_that_the_catalogue_does_not_know_is_left_out():
    assert decided(portrait(events=[happening("moon_landing")])).events == ()


def test_a_complaint_comes_first_and_stops_every_offer():
    decision = decided(elderly_saver(has_open_complaint=True, events=[happening("complaint_open")]))
    assert decision.say_first.code == "complaint"
    assert lines(decision)[0] == "complaint_care"
    assert decision.suggestions == ()


def test_for_the_deceased_there_is_the_inheritance_only():
    decision = decided(elderly_saver(deceased=True))
    assert lines(decision) == ["inheritance"]
    assert decision.say_first.code == "proxy"


def test_without_the_qualification_there_is_a_referral_and_no_talk():
    customer = portrait(questions=[touch(kind="question", product_code="fund_bond")])
    qualified, not_qualified = decided(customer), decided(customer, LOBBY)
    assert offered(qualified) == ["fund_bond"]
    assert offered(not_qualified) == []
    assert left(not_qualified)["fund_bond"] == ("staff", "not_qualified")
    assert [one.values for one in not_qualified.not_suggested if one.product == "fund_bond"] == [
        {"qualification": "fund"}
    ]
    assert [line.reasons[0].facts for line in not_qualified.services if line.service == "referral"] == [
        {"qualification": "fund"}
    ]
    assert CATALOG.products["fund_bond"].talk["zh_Hans"] not in repr(not_qualified)


def test_a_service_the_staff_may_not_explain_stays_and_is_referred():
    customer = portrait(risk_expires_on=date(2026, 11, 1))
    line = next(one for one in decided(customer, LOBBY).services if one.service == "risk_review")
    assert line.talk == CATALOG.desk_lines["referral"].talk["zh_Hans"]
    assert line.reasons[-1] == Reason("referral", {"qualification": "wm"})
    line = next(one for one in decided(customer).services if one.service == "risk_review")
    assert line.talk == CATALOG.services["risk_review"].talk["zh_Hans"]


@pytest.mark.parametrize("role", ["auditor", "risk"])
def test_audit_and_risk_are_offered_nothing(role):
    viewer = replace(ADVISER, role=role)
    decision = decided(elderly_saver(), viewer)
    assert decision.suggestions == ()
    assert left(decision)["dep_cd"] == ("staff", "not_your_role")


@pytest.mark.parametrize(
    ("role", "may"), [("lobby", True), ("manager", True), ("teller", False), ("head_office", False)]
)
def test_lobby_products_are_for_the_lobbys_roles(role, may):
    assert ("dep_cd" in offered(decided(elderly_saver(), replace(LOBBY, role=role)))) is may


def test_pipl_24_spending_is_evidence_only_with_profiling_consent():
    spent = {
        "spent_by_category_365d": [{"code": "home_improvement", "amount": Decimal(10_000), "count": 4}],
        "salary_months": 0,
    }
    assert offered(decided(portrait(**spent))) == ["loan_home"]
    assert offered(decided(portrait(**spent, has_profiling_consent=False))) == []


def test_health_is_never_inferred_from_spending():
    spent = {"spent_by_category_365d": [{"code": "medical", "amount": Decimal(99_999), "count": 40}]}
    assert "ins_medical" not in offered(decided(portrait(**spent)))
    asked = portrait(questions=[touch(kind="question", product_code="ins_medical")])
    assert offered(decided(asked)) == ["ins_medical"]


def test_the_desk_removes_candidates_and_never_adds_one():
    assert left(decided(elderly_saver(candidates=["dep_term"])))["dep_cd"] == ("eligible", "not_a_candidate")
    poor = decided(elderly_saver(maturing_30d=Decimal(100)))
    assert left(poor)["dep_cd"] == ("eligible", "amount_below_minimum")


def test_age_counts_today_and_not_on_the_day_of_the_feed():
    asked = {"questions": [touch(kind="question", product_code="fund_index")], "risk_rating": "C5"}
    customer = portrait(birth_date=date(1961, 11, 21), age=64, segment="elderly_pension", **asked)
    assert left(decided(customer, now=NOW)).get("fund_index") is None
    assert left(decided(customer, now=NOW + timedelta(days=1)))["fund_index"] == ("eligible", "age_outside")


def test_a_life_stage_keeps_high_risk_and_borrowing_away():
    asked = {"questions": [touch(kind="question", product_code="wmp_plus")], "risk_rating": "C5"}
    assert left(decided(elderly_saver(**asked)))["wmp_plus"] == ("suitable", "not_for_service_group")
    student = portrait(
        birth_date=date(2003, 1, 1), age=23, segment="campus_starter", salary_months=5, salary_day=10
    )
    assert left(decided(student))["cc_standard"] == ("eligible", "not_for_service_group")


@pytest.mark.parametrize(
    ("declined_days_ago", "expected"), [(12, ("not_tired", "declined_recently")), (60, None)]
)
def test_a_no_starts_the_cool_down(declined_days_ago, expected):
    declined_on = AS_OF - timedelta(days=declined_days_ago)
    decision = decided(elderly_saver(contacts=[contact("declined", declined_on, "dep_cd")]))
    assert left(decision).get("dep_cd") == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_in_the_language_asked_for(language):
    decision = decided(elderly_saver(), language=language)
    assert decision.say_first.text == CATALOG.first_lines["maturity"].without_ticket[language]
    assert decision.suggestions[0].name == CATALOG.products["dep_cd"].name[language]
    assert decision.suggestions[0].talk == CATALOG.products["dep_cd"].talk[language]


def test_the_customers_own_language_wins_for_what_is_said():
    decision = decided(elderly_saver(language="en"))
    assert decision.suggestions[0].name == CATALOG.products["dep_cd"].name["zh_Hans"]
    assert decision.suggestions[0].talk == CATALOG.products["dep_cd"].talk["en"]
    assert decision.say_first.text.startswith("Good day")
    assert decision.say_first.meaning == CATALOG.first_lines["maturity"].without_ticket["zh_Hans"]


def test_a_line_in_the_screens_own_language_needs_no_meaning():
    assert decided(elderly_saver(language="zh_Hans")).say_first.meaning is None


def test_with_a_ticket_the_greeting_names_it():
    decision = decided(portrait(), since=Since(waiting=Waiting("A037", 3, 6)))
    assert decision.say_first.text == (
        "您好，A037，前面还有 3 位，大约 6 分钟。今天办什么业务？我先帮您看材料齐不齐。"
    )
    assert decided(portrait()).say_first.text == "您好，今天办什么业务？我先帮您看材料齐不齐。"
    # nobody before them: no wait is told
    next_one = decided(portrait(), since=Since(waiting=Waiting("A037", 0, 0)))
    assert next_one.say_first.text == "您好，今天办什么业务？我先帮您看材料齐不齐。"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh_Hans",
            "您好，A037，大额取现前面还有 3 位，大约 6 分钟。要带身份证、银行卡，我先帮您看齐不齐。",
        ),
        (
            "en",
            "Good day, A037. For a large sum in cash there are 3 before you, about 6 minutes. "
            "It needs: identity card, bank card. Let me check them meanwhile.",
        ),
    ],
)
def test_with_the_business_the_greeting_says_which_papers_it_needs(language, expected):
    customer = portrait(questions=[touch(kind="question", product_code="cash_booking")])
    since = Since(waiting=Waiting("A037", 3, 6, "large_cash"))
    decision = decided(customer, language=language, since=since)
    assert decision.say_first.code == "default"
    assert decision.say_first.text == expected


def test_what_sold_out_after_the_customer_was_interested_is_said():
    sold_out = ProductStatus("sold_out", NOW - timedelta(days=1))
    before, after = (
        contact("interested", AS_OF - timedelta(days=3), "dep_cd"),
        contact("interested", product="dep_cd"),
    )
    since = Since(statuses={"dep_cd": sold_out})
    assert decided(portrait(contacts=[before]), since=since).say_first.code == "sold_out"
    assert decided(portrait(contacts=[after]), since=since).say_first.code != "sold_out"
    assert decided(portrait(contacts=[before])).say_first.code != "sold_out"


def test_who_has_nothing_open_here_is_offered_nothing():
    decision = decided(
        portrait(has_open_account=False, questions=[touch(kind="question", product_code="dep_term")])
    )
    assert set(left(decision).values()) == {("eligible", "no_account")}
    assert decision.suggestions == ()


def test_a_minimum_in_another_currency_is_not_compared():
    decision = decided(elderly_saver(), currency="CZK")
    assert offered(decision) == ["dep_term", "gov_bond", "wmp_30d"]
    assert {one.minimum_amount for one in decision.suggestions} == {None}
    assert left(decision)["dep_cd"] == ("eligible", "other_currency")
    assert left(decision)["loan_biz"] == ("eligible", "no_business")
    assert next(one.values for one in decision.not_suggested if one.product == "dep_cd") == {
        "currency": "CNY"
    }


def test_whether_a_loan_is_overdue_must_be_known_before_borrowing_is_brought_up():
    asked = {"questions": [touch(kind="question", product_code="cc_standard")], "salary_day": 15}
    assert "cc_standard" in offered(decided(portrait(has_overdue_loan=False, **asked)))
    assert left(decided(portrait(has_overdue_loan=None, **asked)))["cc_standard"] == (
        "allowed",
        "not_offered_now",
    )


@pytest.mark.parametrize(
    ("rated_on", "code", "due_on"),
    [
        (date(2025, 11, 19), "rating_expired", date(2026, 11, 19)),
        (date(2025, 11, 20), "rating_expiring", date(2026, 11, 20)),
    ],
)
def test_order_7_29_a_rating_that_is_too_old_says_when_it_ended(rated_on, code, due_on):
    customer = portrait(risk_rated_on=rated_on, risk_expires_on=date(2027, 6, 30))
    line = next(one for one in decided(customer).services if one.service == "risk_review")
    assert line.reasons == (Reason(code, {"rating": "C2", "due_on": due_on}),)
