"""What the build runs, in order: bank-wide queries once, customer queries per shard, then the portrait."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lobby.data import queries
from lobby.data.build_keeping import keeping_columns, keeping_values
from lobby.data.conditions import (
    candidates_expression,
    partner_scenarios_expression,
    scenarios_expression,
    segment_expression,
    tags_expression,
    tier_expression,
    windows_expression,
)
from lobby.data.feed.info import FeedInfo
from lobby.domain.catalogue import Catalog
from lobby.domain.scenarios import Cards
from lobby.domain.sections import every_column
from lobby.domain.signing import pads

MEANINGS = Path(__file__).parents[1] / "catalog" / "portrait.toml"

BANK_MARTS = (
    "report_date", "open_account", "party_role", "known_fact", "product_pair", "association",
    "review_date", "referral_row", "luxury_bar", "branch_hour",
    "household_pair", "account_tie", "party_pair", "referral_pair", "organisation_pair",
)  # fmt: skip
ROW_TABLES = (
    "balance_row", "transaction_row", "maturity_row", "regular_income_row", "event",
    "customer_transfer", "relation", "tie_row", "instalment_row", "matured_row", "receipt_row",
)  # fmt: skip
SIDE_TABLES = ("search_key", "identity_key", "lead_source", "taken_up")
OF_PORTRAITS = (
    "scenario_count",
    "tag_count",
    "loyalty_group",
    "reach_group",
    "uptake",
    "channel_group",
    "satisfaction_group",
    "lead_offer",
)  # made of everybody's portrait
BANK_SIDES = (
    "association",
    "branch_hour",
)
ALREADY_LEADS = frozenset({"trigger"})  # cards of maturities, receipts and the like
MARTS = (
    "living_customer", "account_state", "balance_row", "transaction_row",
    "asset_total", "asset_month", "other_currency", "account_list", "maturity_row", "maturity_total",
    "party_list", "card_list",
    "consent_row", "consent_state", "consent_total", "consent_list", "control_group",
    "spent_method", "category_window", "spent_category", "spending_begun", "spent_month", "spent_median",
    "flow_month", "destination_list",
    "active_time", "city_list", "channel_list",
    "transfer_row", "income_row", "salary_anchor", "regular_income_row", "income_month", "regular_income",
    "receipt_month", "receipt_total", "remitted_share", "outflow_pace", "overdue_loan",
    "customer_transfer", "payroll", "relation", "tie_row",
    "instalment_row", "repayment_total", "external_list",
    "touch_row", "touch_total", "visit_day", "unfinished_row", "unfinished_list", "question_list",
    "contact_list", "appointment_list",
    "adult_customer", "move_window", "asset_review", "survey_row", "survey_review", "survey_list",
    "loyalty_measure", "loyalty_point", "loyalty_index", "loyalty_part", "loyalty_trend",
    "asset_fall", "payment_stop", "matured_row", "maturity_withdrawn", "contact_total",
    "category_list", "touch_signal", "account_signal", "dues_left", "purchase_signal", "month_streak",
    "gift_signal", "receipt_signal", "card_since",
    "name_sign", "name_key", "search_key", "identity_key", "rating_lead", "taken_up",
)  # fmt: skip
EVENT_MARTS = (
    "event",
    "receipt_row",
    "churn_row",
    "churn_level",
    "handoff_lead",
    "lead_source",
)  # made of what the events found
PIECES = (
    "identity", "assets", "habits", "lately", "events", "loyalty", "reach", "signals", "credit", "partner",
)  # fmt: skip
ID_HASH = ("id_hash_inner", "id_hash_outer")
COPIED = ("branch", "staff", "product", "merchant_category", "organisation")


@dataclass(frozen=True)
class Terms:
    """What the queries are asked with: a value per parameter, and the catalogue's expressions.

    `events` and `risk`: what each event and flag is asked with beside `values`, by its code, in the order
    they run.
    """

    values: Mapping[str, Any]
    events: Mapping[str, Mapping[str, Any]]
    risk: Mapping[str, Mapping[str, Any]]
    tier: str
    segment: str
    candidates: str
    keeping: Mapping[str, str]
    scenarios: str
    partner_scenarios: str
    windows: str
    tags: str


@cache
def numbers() -> Mapping[str, Any]:
    """The numbers of `portrait.toml` that fix what a column means."""
    with MEANINGS.open("rb") as file:
        table: Mapping[str, Any] = tomllib.load(file)["numbers"]
    return table


def months_from(first: date, months: int) -> date:
    """The first day of the month that lies `months` after that of `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def windows(as_of: date) -> dict[str, date]:
    """First days of months: `from_3m` begins the month of as_of and two before, `complete_4m` 4 whole ones.

    The month of as_of is complete when as_of is its last day.
    """
    this_month = as_of.replace(day=1)
    complete_until = date.fromordinal(as_of.toordinal() + 1).replace(day=1)
    return {
        "as_of": as_of,
        "this_month": this_month,
        "from_3m": months_from(this_month, -2),
        "from_6m": months_from(this_month, -5),
        "from_12m": months_from(this_month, -11),
        "from_24m": months_from(this_month, -23),
        "complete_until": complete_until,
        "complete_4m": months_from(complete_until, -4),
        "complete_6m": months_from(complete_until, -6),
    }


def quarter(as_of: date) -> str:
    """`2026Q4`: the period of a control group."""
    return f"{as_of.year}Q{(as_of.month + 2) // 3}"


def terms(feed: FeedInfo, catalog: Catalog, id_hash_key: str | None = None) -> Terms:
    """Everything the queries of one build are asked with; without `id_hash_key` no id number is hashed."""
    as_of = feed.business_date
    values: dict[str, Any] = {
        **windows(as_of),
        **numbers(),
        "bank": feed.bank,
        "currency": feed.currency,
        "consent_default": feed.consent_default == "granted",
        "salt": catalog.policy.control_salt,
        "period": quarter(as_of),
        "control_share": Decimal(catalog.policy.control_share),
        "rating_life_days": catalog.policy.rating_life_days,
        **lead_values(catalog),
        "profiling_events": [one.code for one in catalog.events.values() if one.needs_profiling],
        "pair_customers": catalog.policy.pair_customers,
        "pair_count": catalog.policy.pair_count,
        "pair_common": catalog.policy.pair_common,
        "pair_days": catalog.policy.pair_days,
        "pair_z": catalog.policy.pair_z,
        "household_most": catalog.policy.household_most,
        "question_days": catalog.policy.question_days,
        "taken_up_days": catalog.policy.results_period_days,
        **keeping_values(catalog.keeping, catalog.policy),
        **card_values(catalog.cards, feed.country, as_of),
        **dict(zip(ID_HASH, pads(id_hash_key) if id_hash_key else (None, None), strict=True)),
    }
    return Terms(
        values=values,
        events={code: dict(catalog.events[code].numbers) for code in sorted(catalog.events)},
        risk={code: dict(catalog.risk.numbers[code]) for code in sorted(catalog.risk.numbers)},
        tier=tier_expression(catalog),
        segment=segment_expression(catalog),
        candidates=candidates_expression(catalog),
        keeping=keeping_columns(catalog.keeping),
        scenarios=scenarios_expression(catalog, feed.currency),
        partner_scenarios=partner_scenarios_expression(catalog, feed.currency),
        windows=windows_expression(catalog),
        tags=tags_expression(catalog, feed.currency),
    )


def lead_values(catalog: Catalog) -> dict[str, Any]:
    """What makes a lead: the events, the cards with their worth, and how many offers a branch is given."""
    events, cards = catalog.events.values(), catalog.cards.scenarios.values()
    return {
        "lead_events": [one.code for one in events if one.is_lead],
        "handoff_events": [one.code for one in events if one.is_handoff],
        "lead_cards": [
            {"code": card.code, "worth": card.value * card.fit_product}
            for card in cards
            if card.category not in ALREADY_LEADS
        ],
        "lead_offer_days": catalog.policy.lead_offer_days,
        "lead_offers_most": catalog.policy.lead_offers_most,
    }


def card_values(cards: Cards, country: str, as_of: date) -> dict[str, Any]:
    """What cards and tags rest on beside the feed: the next long holiday, the words of the topics."""
    return {
        "next_holiday_on": cards.calendar.next_holiday(country, as_of),
        "topics": [{"code": topic.code, "words": topic.words} for topic in cards.topics.values()],
    }


def portrait_query(wanted: Terms) -> queries.Query:
    """The wide row: the pieces side by side, then what the catalogue judges on them."""
    pieces = [queries.load(f"portrait/{piece}") for piece in PIECES]
    named = ",\n".join(f"{name} as (\n{piece.sql}\n)" for name, piece in zip(PIECES, pieces, strict=True))
    joins = " ".join(f"left join {name} using (customer_id)" for name in PIECES[1:])
    columns = ", ".join(every_column())
    kept = ", ".join(f"{sql} as {column}" for column, sql in wanted.keeping.items())
    sql = (
        f"with {named}, "  # noqa: S608 every part is a query file or an expression compiled from the catalogue
        f"facts as (select * from identity {joins}), "
        f"tiered as (select *, {wanted.tier} as tier from facts), "
        f"staged as (select *, {wanted.segment} as segment from tiered), "
        f"chosen as (select *, {wanted.candidates} as candidates from staged), "
        f"kept as (select *, {kept} from chosen), "
        f"triggered as (select kept.*, {wanted.scenarios} as codes, held_since "
        "from kept left join card_since using (customer_id)), "
        "dated as (select *, list_transform(codes, lambda code: "
        "{'code': code, 'since_on': coalesce(held_since[code], as_of)}) as scenario_since from triggered), "
        "held as (select *, list_transform(list_filter(scenario_since, lambda card: "
        f"as_of - card.since_on <= ({wanted.windows})[card.code]), lambda card: card.code) as scenarios "
        "from dated), "
        "carded as (select *, "
        f"list_filter({wanted.partner_scenarios}, lambda code: list_contains(scenarios, code)) "
        "as partner_scenarios from held), "
        f"judged as (select *, {wanted.tags} as tags from carded) "
        f"select {columns} from judged"
    )
    params = tuple(sorted({param for piece in pieces for param in piece.params}))
    return queries.Query("portrait", sql, "One row per customer", params, "customer")


def step_count(shards: int) -> int:
    """How many steps a build tells of: checks, what all shards share, each shard's tables, publishing."""
    of_shard = 1 + len(MARTS) + len(queries.names("events")) + len(EVENT_MARTS) + 1
    of_bank = len(BANK_MARTS) + len(queries.names("risk"))
    return 1 + of_bank + 5 + shards * of_shard + 1
