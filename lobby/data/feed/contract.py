"""The feed's contract as data: every table a bank hands over, its columns, keys, codes and ranges.

Staging SQL is rendered from it, the reader maps columns by it and the checks are driven by it.
"""

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "date", "time", "money", "rate", "integer", "bool", "list"]
OpenEnd = Literal["refused", "null", "kept"]

SQL_TYPES: dict[ColumnType, str] = {
    "text": "varchar",
    "date": "date",
    "time": "timestamp",
    "money": "decimal(18,2)",
    "rate": "decimal(9,6)",
    "integer": "integer",
    "bool": "boolean",
    "list": "varchar[]",
}
LIST_SEPARATOR = ";"
UNKNOWN_BRANCH = "unknown"
IDENTIFIERS = frozenset(
    {
        "product_code", "code", "login", "id_number", "id_number_last4", "phone", "last4", "address_key",
        "referred_by", "counterparty_account", "paid_from_account", "merchant_category", "reference",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its type, whether a row may lack it, its codes or range, the table it refers to.

    `open_end` says what 9999-12-31 means: refused (out of range), null (no end) or kept (never ends).
    """

    name: str
    type: ColumnType = "text"
    required: bool = False
    personal: bool = False
    sensitive: bool = False
    codes: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    default: str | None = None
    refers: str | None = None
    upper: bool = False
    open_end: OpenEnd = "refused"

    @property
    def identifies(self) -> bool:
        """Whether the text is a number that must not have passed through a float (6.22E+18)."""
        return self.type == "text" and (self.name.endswith("_id") or self.name in IDENTIFIERS)

    @property
    def is_free_text(self) -> bool:
        """Whether a person wrote it: neither an identifier nor one of a list of codes."""
        return self.type == "text" and not self.codes and not self.identifies and not self.upper


@dataclass(frozen=True)
class Table:
    """One table of the feed; `dated` is the column whose value may not lie after the business date.

    Of rows that share a key and differ, one for which `prevails` holds is kept, and none without it.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: bool = True
    dated: str | None = None
    prevails: str = "false"

    def column(self, name: str) -> Column:
        """The column called `name`."""
        return next(column for column in self.columns if column.name == name)


def _text(
    name: str,
    codes: str = "",
    *,
    personal: bool = False,
    sensitive: bool = False,
    refers: str | None = None,
    default: str | None = None,
) -> Column:
    return Column(
        name, "text", False, personal, sensitive, tuple(codes.split()), default=default, refers=refers
    )


def _need(
    name: str, codes: str = "", *, personal: bool = False, refers: str | None = None, upper: bool = False
) -> Column:
    return Column(name, "text", True, personal, codes=tuple(codes.split()), refers=refers, upper=upper)


def _date(name: str, *, personal: bool = False, open_end: OpenEnd = "refused") -> Column:
    return Column(name, "date", False, personal, open_end=open_end)


def _day(name: str) -> Column:
    return Column(name, "date", True)


def _time(name: str) -> Column:
    return Column(name, "time", True)


def _money(name: str, *, required: bool = False) -> Column:
    return Column(name, "money", required)


def _rate(name: str, low: str, high: str, *, required: bool = False) -> Column:
    return Column(name, "rate", required, low=low, high=high)


def _bool(name: str, *, default: str = "false") -> Column:
    return Column(name, "bool", default=default)


def _list(name: str, codes: str) -> Column:
    return Column(name, "list", codes=tuple(codes.split()))


ACCOUNT_KINDS = (
    "current time_deposit wealth fund insurance gold securities "
    "credit_card consumer_loan mortgage business_loan"
)
CATEGORIES = (
    "grocery dining travel transport education child medical home_improvement wedding car luxury beauty "
    "culture rent wholesale utilities insurance investment gambling_like other"
)
TOUCHES = (
    "login view_product calculator application_started application_step application_submitted "
    "application_abandoned ad_click question complaint_opened complaint_closed branch_service"
)
METHODS = "alipay wechat card cash transfer direct_debit salary pension interest fee"
OUTCOMES = "interested done zone_booked not_now declined not_appropriate referred no_answer"
CARE_NEEDS = "seat large_print read_aloud cannot_sign interpreter guardian"

# Parents stand before their children: the checks walk this order, a row set aside takes its children along.
# fmt: off
TABLES: tuple[Table, ...] = (
    Table("branch", ("branch_id",), (
        _need("branch_id"), _need("name"), _text("city"), _text("district"),
        _text("kind", "flagship community business campus rural"),
        _rate("latitude", "-90", "90"), _rate("longitude", "-180", "180"),
    ), optional=False),
    Table("staff", ("staff_id",), (
        _need("staff_id"), _need("name", personal=True), _need("branch_id", refers="branch"),
        _need("role", "lobby adviser teller manager head_office risk auditor"),
        _list("qualifications", "wm fund ins loan corp"), _need("login"), _bool("active", default="true"),
    )),
    Table("product", ("product_code",), (
        _need("product_code"), _need("name"), _need("kind"), _need("issuer"), _need("sale", "own agency"),
        _text("risk", "R1 R2 R3 R4 R5"), _date("on_sale_from"), _date("on_sale_to", open_end="null"),
    )),
    Table("customer", ("customer_id",), (
        _need("customer_id"), _text("kind", "person organisation", default="person"),
        _text("name", personal=True),
        _text("gender"), _date("birth_date", personal=True), _text("id_number", sensitive=True),
        _text("id_number_last4", sensitive=True), _date("id_expires_on", open_end="kept"),
        _text("phone", sensitive=True), _text("address_area"), _text("address_key"), _text("occupation"),
        _text("employer"), _text("education"), _text("marital_status"), _text("income_band"),
        _text("language"),
        _date("first_opened_on"), _need("home_branch_id", refers="branch"),
        _text("manager_staff_id", refers="staff"), _text("referred_by", refers="customer"),
        _text("risk_rating", "C1 C2 C3 C4 C5"), _date("risk_rated_on"),
        _date("risk_expires_on", open_end="kept"),
        _bool("limited_capacity"), _list("care_needs", CARE_NEEDS), _bool("deceased"),
    ), optional=False),
    Table("organisation", ("organisation_id",), (
        _need("organisation_id"), _need("name", personal=True), _text("kind"), _text("industry"),
        _date("registered_on"),
    )),
    Table("organisation_person", ("organisation_id", "customer_id"), (
        _need("organisation_id", refers="organisation"), _need("customer_id", refers="customer"),
        _need("role", "owner legal_representative finance"),
    )),
    Table("consent", ("customer_id", "purpose", "channel", "changed_at"), (
        _need("customer_id", refers="customer"), _need("purpose", "marketing profiling face partner_data"),
        _need("channel", "any branch phone sms app"), _need("state", "granted denied withdrawn"),
        _time("changed_at"),
    ), dated="changed_at", prevails="state in ('denied', 'withdrawn')"),
    Table("account", ("account_id",), (
        _need("account_id"), _need("customer_id", refers="customer"), _text("product_code", refers="product"),
        _need("kind", ACCOUNT_KINDS), _need("currency", upper=True), _day("opened_on"),
        _date("matures_on", open_end="null"), _bool("auto_renew"), _text("renew_term"),
        _date("closed_on", open_end="null"), _rate("interest_rate", "-100", "999"), _money("credit_limit"),
    ), optional=False, dated="opened_on"),
    Table("account_party", ("account_id", "customer_id"), (
        _need("account_id", refers="account"), _need("customer_id", refers="customer"),
        _need("role", "joint authorised guardian"),
    )),
    Table("card", ("card_id",), (
        _need("card_id"), _need("account_id", refers="account"), _need("customer_id", refers="customer"),
        _text("kind", "debit credit social_security"), _text("last4", personal=True), _date("issued_on"),
        _date("activated_on"), _bool("blocked"), _list("bound_wallets", "alipay wechat unionpay"),
    ), dated="issued_on"),
    Table("standing_order", ("order_id",), (
        _need("order_id"), _need("account_id", refers="account"), _money("amount", required=True),
        _text("purpose"), _text("counterparty_bank"), _text("counterparty_account", sensitive=True),
        Column("day_of_month", "integer", low="1", high="31"),
    )),
    Table("balance", ("account_id", "balance_on"), (
        _need("account_id", refers="account"), _day("balance_on"), _money("balance", required=True),
    ), optional=False, dated="balance_on"),
    Table("merchant_category", ("code",), (_need("code"), _need("category", CATEGORIES))),
    Table("transaction", ("transaction_id",), (
        _need("transaction_id"), _need("account_id", refers="account"), _time("booked_at"),
        _money("amount", required=True), _text("channel", "counter atm pos mobile online third_party batch"),
        _text("payment_method", METHODS), _text("counterparty_name", personal=True),
        _text("counterparty_account", sensitive=True), _text("counterparty_bank"),
        _text("counterparty_customer_id", refers="customer"),
        _text("merchant_category", refers="merchant_category"), _text("city"), _text("memo", personal=True),
    ), optional=False, dated="booked_at"),
    Table("loan_schedule", ("account_id", "due_on"), (
        _need("account_id", refers="account"), _day("due_on"), _money("due_amount", required=True),
        _date("paid_on"), _money("paid_amount"), _text("paid_from_account"),
    )),
    Table("collateral", ("account_id",), (
        _need("account_id", refers="account"), _text("estate"), _text("unit"), _money("appraised_value"),
    )),
    Table("touchpoint", ("touchpoint_id",), (
        _need("touchpoint_id"), _need("customer_id", refers="customer"), _text("branch_id", refers="branch"),
        _time("happened_at"), _need("channel", "mobile web call_centre wechat branch counter"),
        _need("kind", TOUCHES), _text("product_code", refers="product"), _money("amount"), _text("step"),
        _text("missing_document"), _date("expires_on", open_end="null"), _text("reference"),
    ), dated="happened_at"),
    Table("appointment", ("appointment_id",), (
        _need("appointment_id"), _need("customer_id", refers="customer"), _need("branch_id", refers="branch"),
        _time("starts_at"), _text("business_type"), _text("staff_id", refers="staff"),
    )),
    Table("survey", ("survey_id",), (
        _need("survey_id"), _need("customer_id", refers="customer"), _day("answered_on"),
        _need("aspect", "product service process campaign"),
        Column("score", "integer", required=True, low="1", high="5"), _text("product_code", refers="product"),
        _text("account_id", refers="account"), _text("trigger"), _text("comment", personal=True),
    ), dated="answered_on"),
    Table("contact", ("contact_id",), (
        _need("contact_id"), _need("customer_id", refers="customer"), _text("staff_id", refers="staff"),
        _time("contacted_at"), _need("channel"), _text("product_code", refers="product"),
        _text("scenario_code"),
        _need("outcome", OUTCOMES), _text("reason_code"), _date("next_on"),
    ), dated="contacted_at"),
    Table("external", ("customer_id", "source", "attribute"), (
        _need("customer_id", refers="customer"), _need("source"), _need("attribute"), _need("value"),
        _day("measured_on"),
    ), dated="measured_on"),
    Table("fx_rate", ("currency",), (
        _need("currency", upper=True), _rate("rate", "0.000001", "999.999999", required=True),
    )),
)
# fmt: on

# Used with the customer's consent alone: not kept of a row that is set aside.
WITH_CONSENT = frozenset({("external", "value")})
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
