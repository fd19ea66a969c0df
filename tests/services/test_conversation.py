"""The conversation about what is in hand, in the customer's language and tone, with its forced notices."""

from datetime import date
from decimal import Decimal

import pytest

from lobby.domain.errors import CatalogError
from lobby.domain.first_line import Waiting
from lobby.domain.since import Since
from lobby.domain.viewer import LANGUAGES
from lobby.services.talk import say
from tests.deciding import decide
from tests.portraits import ADVISER, CATALOG, LOBBY, NOW, elderly_saver, happening, portrait, touch

CARD_DEBT = {"liability_credit_card": Decimal(6_000)}


def talk_of(customer, viewer=LOBBY, language="zh_Hans", **rest):
    return decide(customer, CATALOG, viewer, NOW, language, **rest).talk


@pytest.mark.parametrize(
    ("changed", "viewer", "expected"),
    [
        ({}, LOBBY, "no_offer"),
        ({"has_open_complaint": True, "events": [happening("complaint_open")]}, LOBBY, "complaint"),
        ({"deceased": True}, LOBBY, "deceased"),
        ({"unfinished": [touch()]}, LOBBY, "unfinished_application"),
        ({"unfinished": [touch(kind="calculator")]}, LOBBY, "calculation_left"),
        ({"events": [happening("possible_scam")]}, LOBBY, "elder_transfer"),
        ({"events": [happening("deposit_maturing")]}, LOBBY, "deposit_maturing"),
        ({"events": [happening("deposit_maturing", {"renews": True})]}, LOBBY, "deposit_renews"),
        ({"events": [happening("investment_maturing")]}, LOBBY, "investment_maturing"),
        ({"events": [happening("idle_balance")]}, ADVISER, "idle_balance"),
        ({"events": [happening("large_inflow")], "asset_current": Decimal(300_000)}, ADVISER, "large_inflow"),
        ({"events": [happening("salary_raised")], "has_marketing_consent": False}, LOBBY, "salary_raised"),
        ({"events": [happening("mortgage_year")]}, LOBBY, "mortgage_year"),
        ({"events": [happening("loan_ending")]}, LOBBY, "loan_ending"),
        ({"events": [happening("card_near_limit")]}, LOBBY, "no_offer"),
        ({"events": [happening("card_near_limit")]}, ADVISER, "card_near_limit"),
        ({"segment": "young_worker"}, LOBBY, "young_worker"),
        ({"segment": "flexible_newcitizen"}, LOBBY, "new_citizen"),
        ({"scenarios": ["WED1"], "held_kinds": ["credit_card"], **CARD_DEBT}, LOBBY, "wedding"),
        ({"scenarios": ["EDU1"]}, LOBBY, "education"),
        ({"scenarios": ["TRV1"]}, LOBBY, "travel"),
        ({"scenarios": ["WHO2"]}, LOBBY, "merchant_qr"),
        ({"risk_rated_on": date(2024, 1, 1), "risk_expires_on": date(2025, 1, 1)}, ADVISER, "rating_expired"),
        ({"risk_rated_on": date(2024, 1, 1), "risk_expires_on": date(2025, 1, 1)}, LOBBY, "referral"),
    ],
)
def test_what_is_in_hand_is_spoken_of(changed, viewer, expected):
    assert talk_of(portrait(**changed), viewer).code == expected


def test_what_must_not_be_said_is_not_called_by_its_name_either():
    assert talk_of(portrait(events=[happening("card_near_limit")]), ADVISER).about == ""
    assert talk_of(portrait(events=[happening("mortgage_year")]), ADVISER).about == "房贷满周年"


def test_without_consent_nothing_is_offered_in_words_either():
    customer = portrait(events=[happening("idle_balance")], has_marketing_consent=False)
    assert talk_of(customer, ADVISER).code == "no_offer"


@pytest.mark.parametrize(
    ("business", "expected"),
    [("complaint", "complaint"), ("transfer", "elder_transfer"), ("cash", "deposit_maturing")],
)
def test_a_situation_that_leaves_no_room_comes_first(business, expected):
    assert talk_of(elderly_saver(), since=Since(waiting=Waiting("A1", 1, 1, business))).code == expected


def test_an_elder_is_spoken_to_slowly_and_others_are_not():
    elder, other = talk_of(elderly_saver()), talk_of(portrait(events=[happening("deposit_maturing")]))
    assert elder.code == other.code == "deposit_maturing"
    tones = CATALOG.talks["deposit_maturing"].tones["elderly"]
    assert elder.said["long"].text == tones["long"]["zh_Hans"] != other.said["long"].text
    assert elder.said["question"] == other.said["question"]


def test_an_offer_carries_its_terms_and_every_forced_notice():
    talk = talk_of(portrait(events=[happening("idle_balance")], idle_balance=60_000), ADVISER)
    product = CATALOG.products["wmp_30d"]
    assert talk.about == product.name["zh_Hans"]
    assert talk.notices[0] == product.terms["zh_Hans"]
    assert {CATALOG.notices[code].text["zh_Hans"] for code in ("N1", "N5")} <= set(talk.notices)
    assert len(talk.notices) == len(set(talk.notices))


def test_the_customers_language_is_spoken_and_explained_in_the_screens():
    talk = talk_of(portrait(events=[happening("deposit_maturing")], language="en"))
    words = CATALOG.talks["deposit_maturing"].speech["short"]
    assert (talk.said["short"].text, talk.said["short"].meaning) == (words["en"], words["zh_Hans"])
    assert all(line.meaning for pair in talk.objections for line in pair)
    assert talk_of(portrait(events=[happening("deposit_maturing")])).said["short"].meaning is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_application_is_called_by_its_product(language):
    talk = talk_of(portrait(unfinished=[touch()]), language=language)
    assert CATALOG.products["loan_consumer"].name[language] in talk.said["short"].text


@pytest.mark.parametrize(("minutes", "expected"), [(0, "first"), (3, "short"), (4, "long")])
def test_the_wait_chooses_what_is_shown(minutes, expected):
    assert talk_of(portrait(), since=Since(waiting=Waiting("A1", 1, minutes))).begin_with == expected
    assert talk_of(portrait()).begin_with == "first"


def test_a_line_without_a_talk_keeps_its_one_sentence():
    talk = talk_of(portrait(questions=[touch(kind="question", product_code="cash_booking")]))
    assert (talk.code, talk.objections) == ("", ())
    assert talk.said["short"].text == CATALOG.services["cash_booking"].talk["zh_Hans"]
    assert "long" not in talk.said


def test_a_talks_own_first_sentence_stands_for_the_plainest_only():
    taught = {"events": [happening("mobile_bank_inactive")]}
    decision = decide(portrait(**taught), CATALOG, LOBBY, NOW, "zh_Hans")
    assert decision.talk.code == "mobile_bank"
    assert decision.say_first.text == CATALOG.talks["mobile_bank"].speech["first"]["zh_Hans"]
    elder = decide(portrait(**taught, age=63, birth_date=date(1963, 1, 1)), CATALOG, LOBBY, NOW, "zh_Hans")
    assert elder.say_first.code == "elder"


def test_f10_a_fact_cannot_bring_a_forbidden_word_into_a_sentence():
    with pytest.raises(CatalogError) as caught:
        say("您看{{ product }}", "seated", {"product": "保本一号"}, CATALOG)
    assert caught.value.code == "forbidden_word"
    assert say("您看{{ product }}", "seated", {"product": "存款"}, CATALOG) == "您看存款"
