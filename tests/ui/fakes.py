"""A bank of three customers worked out by hand, for tests of the screen without a portrait."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from lobby.data.desk import Happening
from lobby.data.desk_decisions import Offered, Record
from lobby.domain.erasure import Request
from lobby.domain.errors import AccessRefused
from lobby.domain.reports import Report
from lobby.domain.sections import Holdings, Movements, Section
from lobby.domain.since import UNCHANGED, Since
from lobby.domain.viewer import Language, Viewer
from lobby.services.data_views import FeedCheck, Freshness, SetAside
from lobby.services.decisions import Decided
from lobby.services.erasures import open_requests
from lobby.services.lead_views import Lead
from lobby.services.portraits import Read
from lobby.services.reports import open_reports
from lobby.services.sources import Sources
from lobby.services.speed import Speed
from lobby.services.views import (
    Arithmetic,
    Assets,
    Conversation,
    CustomerView,
    Figure,
    Findings,
    Habits,
    Hit,
    Line,
    Person,
    Reason,
    RegularIncome,
    RowsBehind,
    ServiceLine,
    Suggestion,
    Visit,
    Withheld,
)
from lobby.ui.session import Standing

AS_OF = date(2026, 11, 20)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LOBBY = Viewer("S001", "李敏", "lobby", "B01", frozenset({"wm"}), "test")
MANAGER = Viewer("S002", "王颖", "manager", "B01", frozenset({"wm", "fund"}), "test")
AUDITOR = Viewer("S003", "赵诚", "auditor", "B01", frozenset(), "test")


HEAD_OFFICE = Viewer("S004", "周岚", "head_office", None, frozenset(), "test")


def money(text: str) -> Decimal:
    return Decimal(text)


def figure(name: str, amount: str | None, on: date | None = AS_OF) -> Figure:
    return Figure(name, None if amount is None else Decimal(amount), on)


PERSON = Person(
    customer_id="C0000001",
    kind="person",
    name_masked="王**",
    gender="female",
    age_band="65-69",
    branch_name="中山路支行",
    segment="elderly_saver",
    segment_service="稳健储蓄",
    tier="gold",
    risk_rating="C2",
    rating_state="valid",
    rating_until=date(2027, 3, 12),
    has_marketing_consent=True,
    care_needs=("seat", "large_print"),
    is_deceased=False,
)

WHOLE = {"amounts": None, "name": "王秀兰", "phone": "13800001234", "birth_date": "1958-03-08"}

DEPOSIT = Suggestion(
    product="dep_cd",
    name="三年期大额存单",
    kind="deposit",
    risk=None,
    sale="own",
    issuer="示例银行",
    minimum_amount=money("200000"),
    fit="high",
    reasons=(
        Reason(
            "deposit_maturing",
            {"due_on": date(2026, 12, 3), "amount": money("204512.37"), "renews": False},
            "maturing_30d",
        ),
    ),
    talk="大额存单 20 万起，今天这一期还有没有额度我先帮您查；全放进去之前，先留出一年要用的钱。",
    notices=("存款依照《存款保险条例》享受相应保障；利率以办理当日网点公示为准。",),
    next_places=("counter", "app"),
)

WEALTH = Suggestion(
    product="wmp_30d",
    name="30 天持有期固收类理财",
    kind="wealth",
    risk="R2",
    sale="agency",
    issuer="示例银行理财公司",
    minimum_amount=money("1"),
    fit="medium",
    reasons=(Reason("idle_surplus", {"amount": money("52300")}, "asset:current"),),
    talk="持有满三十天才能申请赎回，净值会波动，也可能亏；适不适合要看您的风险测评和用钱时间。",
    notices=("理财非存款、产品有风险、投资须谨慎。",),
    next_places=("zone",),
)

ASSETS = Assets(
    total=figure("aum", "456312.37"),
    change_90d=money("-39680.00"),
    by_kind={
        "time_deposit": figure("asset_time_deposit", "204512.37"),
        "wealth": figure("asset_wealth", "140000.00"),
        "current": figure("asset_current", "71800.00"),
        "fund": figure("asset_fund", "25000.00"),
        "insurance": figure("asset_insurance", "15000.00"),
    },
    liabilities={"credit_card": figure("liability_credit_card", "1830.50")},
    other_currencies={"USD": money("1200.50")},
    maturing_30d=figure("maturing_30d", "204512.37"),
    maturities=(
        {
            "account_tail": "1234",
            "kind": "time_deposit",
            "matures_on": date(2026, 12, 3),
            "renews": False,
            "amount": money("204512.37"),
        },
    ),
    accounts=(
        {
            "account_tail": "1234",
            "kind": "time_deposit",
            "product_code": "dep_term",
            "currency": "CNY",
            "opened_on": date(2023, 12, 3),
            "matures_on": date(2026, 12, 3),
            "auto_renew": False,
            "balance": money("204512.37"),
            "balance_on": AS_OF,
        },
        {
            "account_tail": "5678",
            "kind": "credit_card",
            "product_code": None,
            "currency": "CNY",
            "opened_on": date(2023, 12, 3),
            "matures_on": date(2027, 12, 3),
            "auto_renew": False,
            "balance": money("1830.50"),
            "balance_on": AS_OF,
        },
    ),
    held_kinds=("time_deposit", "wealth", "current", "fund", "insurance"),
    missing_kinds=("gold", "securities"),
)

MONTHS = tuple(date(2026, month, 1) for month in range(6, 12))
HABITS = Habits(
    spent_by_method_365d={
        "alipay": figure("spent_alipay", "14200.00"),
        "wechat": figure("spent_wechat", "7100.00"),
        "card": figure("spent_card", "8800.00"),
        "cash": figure("spent_cash", "3100.00"),
    },
    spent_by_category_365d={
        "other": figure("category_other", "11200.00"),
        "grocery": figure("category_grocery", "9800.00"),
        "medical": figure("category_medical", "5200.00"),
        "dining": figure("category_dining", "3100.00"),
    },
    spent_by_month=tuple(
        {"month": month, "code": code, "amount": money(str(start + step * i))}
        for i, month in enumerate(MONTHS)
        for code, start, step in (
            ("alipay", 1200, 380),
            ("wechat", 900, 60),
            ("card", 1400, -200),
            ("cash", 600, -80),
        )
    ),
    bound_wallets=("alipay", "wechat"),
    salary=None,
    pension=RegularIncome(15, money("4820.00"), date(2026, 11, 15), "pension"),
    last_transaction_on=date(2026, 11, 19),
    last_mobile_login_on=date(2026, 11, 19),
    last_branch_visit_on=date(2026, 10, 8),
)

HOLDINGS = Holdings(
    assets_by_month=[
        {
            "month_end": date(2025 + (11 + i) // 12, (11 + i) % 12 + 1, 28),
            "kind": kind,
            "balance": money(str(start + i * 900)),
        }
        for i in range(11)
        for kind, start in (("time_deposit", 195000), ("wealth", 120000), ("current", 60000))
    ],
    party_roles=[{"account_id": "B5678", "kind": "current", "role": "joint"}],
)
MOVEMENTS = Movements(
    cards=[
        {
            "card_id": "K1",
            "account_id": "A1234",
            "kind": "debit",
            "last4": "1234",
            "issued_on": date(2020, 5, 6),
            "activated_on": date(2020, 5, 9),
            "blocked": False,
            "bound_wallets": ["alipay"],
        }
    ],
    flows_by_month=[
        {"month": month, "inflow": money("6200"), "outflow": money(str(4000 + 150 * i))}
        for i, month in enumerate(MONTHS)
    ],
    destinations_365d=[
        {
            "destination": "alipay",
            "kind": "wallet",
            "amount_90d": money("5200"),
            "amount_365d": money("14200"),
            "count": 61,
        }
    ],
    active_hours=[{"code": "9", "count": 40}, {"code": "10", "count": 35}],
    active_weekdays=[{"code": str(day), "count": count} for day, count in enumerate((3, 28, 4, 4, 30, 1, 2))],
    cities=[{"code": "杭州", "count": 120}],
    transaction_channels=[{"code": "third_party", "count": 150}, {"code": "counter", "count": 7}],
    touch_channels=[{"code": "mobile", "count": 31}],
)
SECTIONS: dict[type[Section], Section] = {Holdings: HOLDINGS, Movements: MOVEMENTS}

UNFINISHED = (
    ServiceLine(
        service="mobile_bank",
        name="手机银行开通与教会",
        reasons=(
            Reason(
                "application_abandoned",
                {
                    "happened_on": date(2026, 11, 19),
                    "step": "3",
                    "missing_document": "收入证明",
                    "due_on": date(2026, 12, 20),
                },
            ),
        ),
        talk="之前差一步，带了材料今天就能办完。",
        urgent=True,
        next_places=("app",),
    ),
)
SERVICES = (
    ServiceLine(
        service="anti_fraud",
        name="反诈守护",
        reasons=(Reason("counter_habit", {"count": 7}),),
        talk="这笔钱转给谁？见过面吗？是谁让您来转的？",
        next_places=("counter",),
    ),
)
COMPANY = ServiceLine("corporate_account", "对公开户", (), "公司的事我请对公同事来。", False, ("corp_desk",))
WITHHELD = (
    Withheld(
        "fund_index", "宽基指数基金定投", "suitable", "risk_above_rating", {"product": "R4", "customer": "C2"}
    ),
    Withheld("loan_consumer", "个人消费信用贷", "eligible", "age_outside", {"age": 67}),
)


def rich_view(visit: Visit, language: Language) -> CustomerView:
    """王** 女士, who has everything."""
    del language
    return CustomerView(
        visit=visit,
        as_of=AS_OF,
        currency="CNY",
        person=replace(PERSON, customer_id=visit.customer_id),
        say_first=Line(
            "maturing", "您好，您有一项业务近期要处理，办完手上的事，到旁边坐两分钟，我指给您看。"
        ),
        unfinished=UNFINISHED,
        suggestions=(DEPOSIT, WEALTH),
        services=SERVICES,
        not_suggested=WITHHELD,
        assets=ASSETS,
        habits=HABITS,
        recent=(Reason("asked_about", {"happened_on": date(2026, 10, 8), "channel": "mobile"}),),
        contacts=(
            {
                "contacted_at": datetime(2026, 9, 3, 11, 0),  # noqa: DTZ001 the feed's own time zone
                "channel": "phone",
                "product_code": "dep_term",
                "outcome": "not_now",
                "next_on": date(2026, 12, 1),
            },
        ),
        strategy="风险偏好低、重安全：到期安排、稳健型产品、耐心细致。",
        not_supplied=("survey",),
        masked={"amounts": "", "name": "王**", "phone": "138****1234", "birth_date": "65-69"},
    )


def bare_view(visit: Visit, language: Language) -> CustomerView:
    """Somebody of a bank without names, cards, consents or spending: nothing to offer, just help."""
    rich = rich_view(visit, language)
    nothing = figure("aum", "0")
    return replace(
        rich,
        currency="CZK",
        person=replace(
            rich.person,
            name_masked=None,
            gender=None,
            care_needs=(),
            risk_rating=None,
            rating_state="missing",
            rating_until=None,
            has_marketing_consent=False,
        ),
        say_first=Line("nothing", "今天没什么要特别跟您说的，把您的事办好就行。"),
        unfinished=(),
        suggestions=(),
        services=(),
        not_suggested=(),
        recent=(),
        contacts=(),
        assets=replace(
            rich.assets,
            total=nothing,
            change_90d=None,
            by_kind={},
            liabilities={},
            other_currencies={},
            maturing_30d=figure("maturing_30d", "0"),
            maturities=(),
            accounts=(),
            held_kinds=(),
        ),
        habits=Habits({}, {}, (), (), None, None, None, None, None),
        not_supplied=("survey", "touchpoint", "staff", "consent"),
    )


HITS = (
    Hit("C0000001", "王**", "B01", "65-69", ("8001", "1234")),
    Hit("C0000002", "王*", "B01", "30-34", ("8002",)),
    Hit("C0000003", None, "B02", None, ()),
)

LEADS = (
    Lead(
        "C0000001",
        "王**",
        "稳健储蓄",
        (
            Reason(
                "deposit_maturing",
                {"due_on": date(2026, 12, 3), "amount": money("204512.37"), "renews": False},
            ),
        ),
        money("204512.37"),
        date(2026, 11, 21),
        "S001",
        "李敏",
        "today",
    ),
    Lead(
        "C0000002",
        "陈*",
        "线上理财",
        (
            Reason(
                "application_abandoned",
                {
                    "happened_on": date(2026, 11, 18),
                    "step": "3",
                    "missing_document": "收入证明",
                    "amount": money("80000"),
                    "due_on": date(2026, 12, 20),
                },
            ),
        ),
        money("80000"),
        date(2026, 11, 18),
        None,
        None,
        "overdue",
    ),
    Lead(
        "C0000004",
        "郑**",
        "资产配置",
        (Reason("rating_expiring", {"due_on": date(2026, 11, 30)}),),
        None,
        date(2026, 11, 27),
        "S001",
        "李敏",
        "week",
    ),
)


@dataclass(frozen=True)
class Policy:
    """The numbers of the bank's policy that the screen asks for."""

    curtain_board_seconds: int = 60
    curtain_customer_seconds: int = 180
    curtain_shown_seconds: int = 600
    curtain_lift_seconds: int = 180
    note_length: int = 60
    reveal_seconds: int = 30
    reveal_whys: tuple[str, ...] = ("asked", "verify", "correct")
    reveal_note_length: int = 4
    stated_minutes: int = 15
    promise_days: int = 365
    undo_seconds: int = 60
    inspection_count: int = 20
    inspection_days: int = 7


FRESH = Freshness(
    version="20261120-1",
    business_date=AS_OF,
    built_at=NOW,
    age_days=1,
    is_stale=False,
    is_blocked=False,
    last_build="published",
    last_build_code=None,
    bank="示例银行",
    is_demo=True,
    clock="wall",
    consent_default="not_granted",
    counts={"customer": 2000, "account": 2200},
    count_customers=2000,
    count_set_aside=3,
    not_supplied=("survey",),
)
CHECKS = (
    FeedCheck("duplicate_differs", "set_aside", "account", "account_id", 3, ("account.csv:7",), ""),
    FeedCheck("rating_expired", "warn", "customer", "risk_rating", 2, ("customer.csv:4",), ""),
)
ROWS_SET_ASIDE = tuple(
    SetAside(
        "account",
        "duplicate_differs",
        "account_id",
        f"account.csv:{line}",
        {"account_id": "A7", "kind": "current", "opened_on": opened_on, "customer_id": "C0000001"},
    )
    for line, opened_on in ((7, "2024-01-05"), (9, "2024-02-05"))
)

RECORD = Record("D1", "V1", "C0000001", "S001", "B01", {}, "", {}, {}, ())


@dataclass
class FakeHouse:
    """What the pages ask of the house, answered from this file; `asked` keeps what was asked."""

    staff_members: tuple[Viewer, ...] = (LOBBY, MANAGER, AUDITOR, HEAD_OFFICE)
    spoken: dict[str, Language] = field(default_factory=dict)
    asked: list[tuple[object, ...]] = field(default_factory=list)
    recent: tuple[Hit, ...] = ()
    todays_leads: tuple[Lead, ...] = LEADS
    is_bare: bool = False
    changed: dict[str, object] = field(default_factory=dict)
    happened: tuple[Reason, ...] = ()
    sources: Sources | None = None
    changed_since: Since = UNCHANGED
    arithmetic: Arithmetic | None = None
    meaning: str | None = None
    watching: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(tokens={}, speed=Speed()))
    fault: Exception | None = None
    talk: Conversation | None = None
    now_standing: Standing | None = field(default_factory=lambda: Standing(AS_OF, "CNY", True, "20261120-1"))
    fresh: Freshness = FRESH
    policy: Policy = field(default_factory=Policy)

    def standing(self) -> Standing | None:
        return self.now_standing

    def staff(self) -> tuple[Viewer, ...]:
        return self.staff_members

    def branch_names(self) -> dict[str, str]:
        return {"B01": "中山路支行", "B02": "湖滨支行"}

    def product_names(self, language: Language) -> dict[str, str]:
        return {"loan_consumer": "个人消费信用贷", "dep_term": "整存整取定期存款"}

    def language(self, viewer: Viewer) -> Language | None:
        return self.spoken.get(viewer.staff_id)

    def choose_language(self, viewer: Viewer, language: Language) -> None:
        self.spoken[viewer.staff_id] = language

    def find(self, viewer: Viewer, text: str, reason: str | None) -> Findings:
        self.asked.append(("find", viewer.staff_id, text, reason))
        if self.fault is not None:
            raise self.fault
        if len(text) < 2:
            return Findings("type_more")
        if text.startswith("C") and reason is None:
            return Findings("reason_needed")
        hits = tuple(hit for hit in HITS if text in ("wang", "w*", "王*") or text == hit.customer_id)
        return Findings("found", hits) if hits else Findings("none")

    def recently_opened(self, viewer: Viewer) -> tuple[Hit, ...]:
        if self.fault is not None:
            raise self.fault
        return self.recent

    def open(self, viewer: Viewer, customer_id: str, reason: str | None) -> Visit:
        self.asked.append(("open", viewer.staff_id, customer_id, reason))
        if customer_id == "C0000003":
            raise AccessRefused(
                "opening_limit", "20 customers were opened within 10 minutes.", "", count=20, minutes=10
            )
        return Visit(f"V-{customer_id}", customer_id, NOW)

    def since(self, viewer: Viewer, visit: Visit) -> Since:
        return self.changed_since

    def close(self, viewer: Viewer, visit: Visit) -> None:
        self.asked.append(("close", visit.customer_id))

    def look(
        self, viewer: Viewer, visit: Visit, language: Language, changed: Since
    ) -> tuple[CustomerView, Decided]:
        self.asked.append(("view", visit.customer_id, language))
        view = (bare_view if self.is_bare else rich_view)(visit, language)
        person = replace(view.person, **self.changed)  # type: ignore[arg-type]
        said = replace(view, person=person, say_first=replace(view.say_first, meaning=self.meaning))
        said = replace(said, recent=self.happened or said.recent, talk=self.talk)
        said = replace(said, company=COMPANY if person.is_owner else None)
        weighed = [replace(one, arithmetic=self.arithmetic) for one in said.suggestions]
        said = replace(said, suggestions=tuple(weighed))
        happening = Happening(viewer, "decision", customer_id=visit.customer_id, visit_id=visit.visit_id)
        return said, Decided(RECORD, Offered(visit.opened_at.date(), ()), happening)

    def keep_decision(self, decided: Decided) -> None:
        if self.fault is not None:
            raise self.fault
        self.asked.append((decided.happening.action, decided.happening.visit_id))

    def section(self, viewer: Viewer, visit: Visit, section: type[Read]) -> Read:
        self.asked.append(("section", visit.customer_id, section))
        if self.fault is not None:
            raise self.fault
        held = SECTIONS[section]
        assert isinstance(held, section)
        return held

    def rows(self, viewer: Viewer, visit: Visit, figure: str) -> RowsBehind:
        self.asked.append(("rows", visit.customer_id, figure))
        return RowsBehind(
            figure,
            money("204512.37"),
            ("account_tail", "kind", "matures_on", "amount"),
            (("1234", "time_deposit", date(2026, 12, 3), money("204512.37")),),
            False,
            AS_OF,
            "balance",
        )

    def reveal(self, viewer: Viewer, visit: Visit, what: str, why: str, note: str) -> str | None:
        self.asked.append(("reveal", visit.customer_id, what, why, note))
        return WHOLE[what]

    def open_reports(self, viewer: Viewer) -> tuple[Report, ...]:
        return open_reports(self.sources, viewer) if self.sources else ()

    def open_requests(self, viewer: Viewer) -> tuple[Request, ...]:
        return open_requests(self.sources, viewer) if self.sources else ()

    def leads(self, viewer: Viewer, language: Language) -> tuple[Lead, ...]:
        return self.todays_leads

    def now(self) -> datetime:
        return NOW

    def freshness(self) -> Freshness:
        return self.fresh

    def checks(self) -> tuple[FeedCheck, ...]:
        return CHECKS

    def rows_set_aside(self, viewer: Viewer, check: FeedCheck, why: str) -> tuple[SetAside, ...]:
        self.asked.append(("rows_set_aside", viewer.staff_id, check.table, check.code, check.column))
        if self.fault is not None:
            raise self.fault
        return ROWS_SET_ASIDE
