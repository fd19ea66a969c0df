"""What the desk learned after last night's build counts at once; it removes offers and adds no candidate."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from lobby.domain.since import ProductStatus, Since, brought_up_to_date
from lobby.services.decide import Decision
from tests.deciding import decide
from tests.portraits import ADVISER, AS_OF, CATALOG, NOW, contact, elderly_saver, portrait, touch

AT = datetime(2026, 11, 20, 9, 12)  # noqa: DTZ001 the bank's own time zone
TOLD = {"since": AT}
DAY = timedelta(days=1)


def decided(customer, **since) -> Decision:
    return decide(customer, CATALOG, ADVISER, NOW, "zh_Hans", since=Since(**since))


def offered(decision):
    return [one.product for one in decision.suggestions]


def left(decision):
    return {one.product: (one.stage, one.reason, dict(one.values)) for one in decision.not_suggested}


def test_without_a_change_the_portrait_is_the_same_value():
    customer = elderly_saver()
    assert brought_up_to_date(customer, Since()) is customer
    assert decided(customer) == decide(customer, CATALOG, ADVISER, NOW, "zh_Hans")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (ProductStatus("paused", AT), "sale_paused"),
        (ProductStatus("sold_out", AT), "sold_out"),
        (ProductStatus("not_started", AT), "sale_not_started"),
        (ProductStatus("on_sale", AT, "none"), "quota_gone"),
    ],
)
def test_what_this_branch_does_not_sell_now_leaves_first(status, reason):
    decision = decided(elderly_saver(), statuses={"dep_cd": status})
    assert left(decision)["dep_cd"] == ("on_sale", reason, TOLD)
    assert "dep_cd" not in offered(decision)
    assert offered(decision)[:2] == ["dep_term", "gov_bond"]


@pytest.mark.parametrize("quota", [None, "ample", "tight"])
def test_a_status_on_sale_changes_nothing(quota):
    customer = elderly_saver()
    assert decided(customer, statuses={"dep_cd": ProductStatus("on_sale", AT, quota)}) == decided(customer)


def test_a_status_does_not_open_what_the_catalogue_has_ended():
    ended = replace(CATALOG.products["dep_cd"], on_sale_to=AS_OF.replace(day=19))
    catalog = replace(CATALOG, products={**CATALOG.products, "dep_cd": ended})
    since = Since(statuses={"dep_cd": ProductStatus("on_sale", AT, "ample")})
    decision = decide(elderly_saver(), catalog, ADVISER, NOW, "zh_Hans", since=since)
    assert left(decision)["dep_cd"] == ("on_sale", "sale_ended", {"until": AS_OF.replace(day=19)})


def test_a_no_at_the_desk_starts_the_cool_down_at_once():
    customer = elderly_saver()
    assert "dep_cd" in offered(decided(customer))
    decision = decided(customer, contacts=(contact("declined", AS_OF, "dep_cd"),))
    assert left(decision)["dep_cd"][:2] == ("not_tired", "declined_recently")
    assert left(decision)["dep_term"][:2] == ("not_tired", "declined_recently")
    assert offered(decision) == ["gov_bond", "wmp_30d"]


def test_contacts_of_the_feed_and_of_the_desk_count_together():
    six_days = [AS_OF.replace(day=day) for day in range(10, 15)]
    customer = elderly_saver(contacts=[contact("no_answer", day) for day in six_days])
    assert offered(decided(customer))
    capped = decided(customer, contacts=(contact("interested", AS_OF, "dep_cd"),))
    assert offered(capped) == []
    assert left(capped)["dep_cd"] == ("allowed", "not_offered_now", {})


def test_a_consent_refused_at_the_desk_ends_every_offer_and_one_given_allows_them():
    refused = decided(elderly_saver(), consents={"marketing": False})
    assert offered(refused) == []
    assert left(refused)["dep_cd"] == ("allowed", "no_consent", {})
    assert refused.unfinished == decided(elderly_saver()).unfinished
    silent = elderly_saver(has_marketing_consent=False)
    assert offered(decided(silent, consents={"marketing": True})) == offered(decided(elderly_saver()))


def test_a_consent_given_at_the_desk_adds_no_candidate():
    customer = elderly_saver(has_marketing_consent=False, candidates=["dep_term"])
    assert offered(decided(customer, consents={"marketing": True})) == ["dep_term"]


def test_profiling_refused_at_the_desk_silences_what_spending_shows():
    told = {"scenarios": ["REN1"], "has_profiling_consent": True}
    assert CATALOG.cards.scenarios["REN1"].needs_profiling
    assert "scenario" in repr(decided(portrait(**told)).suggestions)
    without = decided(portrait(**told), consents={"profiling": False})
    assert "scenario" not in repr((without.suggestions, without.services, without.unfinished))


def test_a_complaint_at_the_desk_comes_first_and_ends_every_offer_today():
    decision = decided(elderly_saver(), has_complaint_today=True)
    assert offered(decision) == []
    assert left(decision)["dep_cd"] == ("allowed", "open_complaint", {})
    assert decision.say_first.code == "complaint"


def test_what_the_feed_has_taken_over_is_one_contact():
    fed = contact("declined", product="dep_cd")
    customer = portrait(contacts=[fed])
    assert brought_up_to_date(customer, Since(contacts=(fed,))).contacts == [fed]


def test_help_at_the_desk_does_not_reach_the_cap():
    talks = [contact("referred", AS_OF - n * DAY, "gold_acc", contact_id=f"K{n}") for n in range(1, 6)]
    customer = replace(elderly_saver(), contacts=talks)
    for code in ("mobile_bank", "maturity", "possible_scam"):
        assert offered(decided(customer, contacts=(contact("done", AS_OF, code),)))
    assert not offered(decided(customer, contacts=(contact("interested", AS_OF, "gold_acc"),)))


def test_order_7_22_who_asks_for_what_does_not_fit_hears_so_and_gets_no_words_for_it():
    asked = touch(kind="question", product_code="fund_index", channel="branch")
    fits, fits_not = (decided(portrait(risk_rating=rating), questions=(asked,)) for rating in ("C5", "C1"))
    assert "fund_index" in offered(fits)
    assert "fund_index" not in offered(fits_not)
    told = {one.product: (one.stage, one.reason) for one in fits_not.not_suggested}
    assert told["fund_index"] == ("suitable", "risk_above_rating")
    words = CATALOG.products["fund_index"].talk["zh_Hans"]
    assert words in repr(fits)
    assert words not in repr(fits_not)


def test_what_the_customer_asks_about_at_the_desk_speaks_for_it():
    asked = touch(kind="question", product_code="wmp_30d", channel="branch")
    decision = decided(portrait(asset_current=Decimal(1000)), questions=(asked,))
    (suggestion,) = [one for one in decision.suggestions if one.product == "wmp_30d"]
    assert "asked_about" in [reason.code for reason in suggestion.reasons]
