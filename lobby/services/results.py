"""What offering changed: success read from the feed, by groups that were fixed before any talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from lobby.data import desk_results
from lobby.data.desk import Desk, Happening
from lobby.data.desk_results import Standing
from lobby.data.warehouse import Warehouse
from lobby.domain import scope
from lobby.domain.outcomes import WELCOME
from lobby.domain.policy import Policy
from lobby.domain.results import Followed, Given, TakenUp, Talk, arms, followed, grouped
from lobby.domain.viewer import Language, Viewer
from lobby.learn.lift import mean_lift
from lobby.services.comparing import Comparing, compared
from lobby.services.permission import for_viewer
from lobby.services.result_views import Balance, Beside, Compared, Dimension, Results, Satisfaction, Talks
from lobby.services.sources import Sources

SIMPLE_RULE = "deposit_maturing"
BY: Mapping[str, Callable[[Followed], Iterable[str]]] = {
    "trigger": lambda one: one.given.offer.triggers,
    "scenario": lambda one: filter(None, [one.given.offer.card]),
    "product": lambda one: [one.given.offer.product_code],
    "segment": lambda one: [one.given.offer.segment],
    "branch": lambda one: filter(None, [one.given.branch_id]),
}


@for_viewer
def results(sources: Sources, viewer: Viewer) -> Results:
    """The viewer's own branch, for head office the bank; AccessRefused for other roles. Audited."""
    sources.desk.record(Happening(viewer, "results"))
    return counted(
        Asked(
            portraits=sources.portraits,
            desk=sources.desk,
            policy=sources.catalog.policy,
            windows=tuple(
                (code, one.window_days) for code, one in sources.catalog.products.items() if one.window_days
            ),
            zone=sources.zone,
            branch_id=scope.own_branch(viewer),
            portrait=sources.portraits.fingerprint,
        ),
        desk_results.standing(sources.desk, sources.portraits.manifest.business_date),
    )


@dataclass(frozen=True)
class Asked:
    """What is counted, where, for whom; `portrait` is another once the answer may be one."""

    portraits: Warehouse
    desk: Desk
    policy: Policy
    windows: tuple[tuple[str, int], ...]
    zone: ZoneInfo
    branch_id: str | None
    portrait: str

    @property
    def until(self) -> date:
        return self.portraits.manifest.business_date

    @property
    def since(self) -> date:
        return self.until - timedelta(days=self.policy.results_period_days)


@dataclass(frozen=True)
class Settled:
    """What offers before the business date came to, and whose they were: nothing done today changes it."""

    customers: frozenset[str]
    offered: int
    waiting: int
    found: Sequence[Followed]
    overall: Compared | None
    rule: Compared | None
    balance: Balance | None
    by: Mapping[str, Dimension]


@lru_cache(maxsize=32)
def counted(asked: Asked, standing: Standing) -> Results:
    """Counted once for each portrait and state of the desk; what earlier offers came to, once for both."""
    begin = datetime.combine(asked.since, time(), tzinfo=asked.zone)
    past = settled(asked, standing.line, standing.offers)
    today = desk_results.first_offers(asked.desk, asked.until, asked.branch_id)
    new = [one for one in today if one.customer_id not in past.customers]
    talks = product_talks(asked, standing.line, standing.talks)
    return Results(
        branch_id=asked.branch_id,
        since=asked.since,
        until=asked.until,
        window_days=asked.policy.results_window_days,
        steps={
            **steps(desk_results.customers_seen(asked.desk, begin, asked.branch_id)),
            "shown": past.offered + offered(new),
            "talked": len({one.customer_id for one in talks}),
            "interested": len({one.customer_id for one in talks if one.result in WELCOME}),
            "taken_up": arms(past.found)[0].taken_up,
        },
        overall=past.overall,
        waiting=past.waiting + len({one.customer_id for one in new}),
        balance=past.balance,
        by=past.by,
        rule=past.rule,
        talks=talked(talks, past.found),
        beside=beside(asked, talks),
    )


@lru_cache(maxsize=32)
def settled(asked: Asked, line: int, offers: int) -> Settled:
    """Followed once for each portrait and the `offers` before its day, of this line of the desk store."""
    del line, offers
    policy, until, own = asked.policy, asked.until, dict(asked.windows)
    usual = timedelta(days=policy.results_window_days)
    given = desk_results.first_offers(asked.desk, asked.since, asked.branch_id, until)
    found, waiting = followed(
        given,
        taken_up(asked.portraits),
        until,
        lambda product: timedelta(days=own[product]) if product in own else usual,
    )
    judging = Comparing.of(policy, until - min((one.offered_on for one in given), default=until) - usual)
    rule = [one for one in found if SIMPLE_RULE in one.given.offer.triggers]
    return Settled(
        customers=frozenset(one.customer_id for one in given),
        offered=offered(given),
        waiting=len(waiting),
        found=found,
        overall=compared("all", *arms(found), judging),
        rule=compared(SIMPLE_RULE, *arms(rule), judging),
        balance=balance(asked, found),
        by={
            name: dimension(found, by, judging)
            for name, by in BY.items()
            if name != "branch" or asked.branch_id is None
        },
    )


@lru_cache(maxsize=32)
def product_talks(asked: Asked, line: int, talks: tuple[int, ...]) -> tuple[Talk, ...]:
    """The talks of the period, read once for each number of `talks` and what was added to them."""
    del line, talks
    begin = datetime.combine(asked.since, time(), tzinfo=asked.zone)
    return desk_results.product_talks(asked.desk, begin, asked.branch_id)


def offered(offers: Iterable[Given]) -> int:
    """How many customers something was shown to."""
    return len({one.customer_id for one in offers if not one.offer.is_control})


def taken_up(reads: Warehouse) -> TakenUp:
    """Customer and product → the days on which the product was taken up, by the feed."""
    found: dict[tuple[str, str], list[date]] = {}
    for row in reads.rows("results_taken_up"):
        found.setdefault((row["customer_id"], row["product_code"]), []).append(row["taken_on"])
    return found


def steps(seen: Mapping[str, int]) -> Mapping[str, int]:
    """The first steps of the funnel: customers opened, and decided for."""
    return {"opened": seen["open"], "decided": seen["decision"]}


def dimension(
    found: Sequence[Followed], by: Callable[[Followed], Iterable[str]], judging: Comparing
) -> Dimension:
    """Every value with both groups, the largest first; small ones are only counted."""
    groups = grouped(found, by)
    all_of_them = [compared(code, *both, judging) for code, both in groups.items()]
    shown = [one for one in all_of_them if one is not None]
    shown.sort(key=lambda one: (-one.treated.count, one.code))
    return Dimension(tuple(shown), len(groups) - len(shown))


def balance(asked: Asked, found: Sequence[Followed]) -> Balance | None:
    """How the assets grew since the offer, in both groups; None where one of them is too small."""
    days = {one.given.customer_id: one.given.offered_on for one in found}
    control = {one.given.customer_id for one in found if one.given.offer.is_control}
    rows = asked.portraits.rows("results_balances", customer_ids=list(days), days=list(days.values()))
    sides = (
        [row["change"] for row in rows if row["customer_id"] not in control],
        [row["change"] for row in rows if row["customer_id"] in control],
    )
    if min(map(len, sides)) < asked.policy.results_smallest:
        return None
    return Balance(mean_lift(*sides), *map(len, sides))


def talked(talks: Sequence[Talk], found: Sequence[Followed]) -> Talks:
    """What the taps say, and how far the feed agrees: of who was followed to the end of the window."""
    times = Counter(one.customer_id for one in talks)
    welcomed = {(one.customer_id, one.product_code) for one in talks if one.result in WELCOME}
    offered = [one for one in found if not one.given.offer.is_control]
    tapped = [one for one in offered if (one.given.customer_id, one.given.offer.product_code) in welcomed]
    taken = Counter(one.is_taken_up for one in tapped)
    return Talks(
        count=len(talks),
        lost=dict(Counter(reason for one in talks for reason in one.reasons[:1]).most_common()),
        repeats=(
            sum(count == 1 for count in times.values()),
            sum(count == 2 for count in times.values()),
            sum(count > 2 for count in times.values()),
        ),
        tapped=len(tapped),
        tapped_taken=taken[True],
        untapped_taken=sum(one.is_taken_up for one in offered) - taken[True],
    )


def beside(asked: Asked, talks: Sequence[Talk]) -> Beside:
    """The long tail, how content customers are, and where they are served, by the feed."""
    reads, branch_id = asked.portraits, asked.branch_id
    customers = sorted({one.customer_id for one in talks})
    reach = reads.rows("results_long_tail", branch_id=branch_id, customer_ids=customers)[0]
    answers = {row["is_face"]: row for row in reads.rows("results_satisfaction", branch_id=branch_id)}
    channels = reads.rows("results_channels", branch_id=branch_id)
    return Beside(
        long_tail=reach["count_customers"],
        long_tail_talked=reach["count_named"],
        faces=satisfaction(answers.get(True)),
        surveys=satisfaction(answers.get(False)),
        channels={row["channel"]: row["count_transactions"] for row in channels},
    )


def satisfaction(row: Mapping[str, int] | None) -> Satisfaction:
    if row is None:
        return Satisfaction(0, None)
    return Satisfaction(row["count_answers"], row["sum_scores"] / row["count_answers"])


def names(sources: Sources, language: Language) -> Mapping[str, Callable[[str], str]]:
    """Dimension → what a code of it is called."""
    catalog, branches = sources.catalog, sources.branch_names()
    return {
        "trigger": lambda code: catalog.events[code].name[language],
        "scenario": lambda code: catalog.cards.scenarios[code].name[language],
        "product": lambda code: catalog.products[code].name[language],
        "segment": lambda code: catalog.segment(code).service_name[language],
        "branch": lambda code: branches.get(code, code),
    }
