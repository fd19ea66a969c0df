"""Life stages side by side: how many, how much, what they hold, what would fit, where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from lobby.data.desk import Happening
from lobby.data.warehouse import Warehouse
from lobby.domain import scope
from lobby.domain.catalogue import Catalog, Product
from lobby.domain.segments import Segment, may_offer
from lobby.domain.viewer import Viewer
from lobby.services import listing
from lobby.services.consents import refusing_any
from lobby.services.people import hits
from lobby.services.permission import for_viewer
from lobby.services.sources import Sources
from lobby.services.views import Hit

Side = Literal["all", "holding", "open", "moved"]
MOST_PLACES = 5
MOST_NEEDS = 3


@dataclass(frozen=True)
class Cell:
    """Of one life stage and product: who holds it, whom it fits, and whom of these it is missing.

    `is_offered`: False where the bank does not offer it to this life stage.
    """

    product: str
    holding: int
    fitting: int
    open: int
    is_offered: bool


@dataclass(frozen=True)
class Elsewhere:
    """A bank or wallet that money went to in a year: how many customers sent, and how much."""

    destination: str
    kind: str
    customers: int
    amount: Decimal


@dataclass(frozen=True)
class Stage:
    """One life stage: `assets` in the feed's currency, `mobile` the share with logins of 90 days.

    `mobile` is None where the feed tells of no logins; `needs` are scenario cards in hand, by customers.
    """

    segment: Segment
    customers: int
    assets: Decimal
    mobile: Decimal | None
    cells: Mapping[str, Cell]
    elsewhere: tuple[Elsewhere, ...]
    needs: Mapping[str, int]

    def share(self, product: str) -> Decimal:
        """Of the customers of this stage, how many hold `product`."""
        cell = self.cells.get(product)
        return Decimal(cell.holding if cell else 0) / max(1, self.customers)


@dataclass(frozen=True)
class Move:
    """How many were in `before` when the last quarter ended and are in `after` now."""

    before: str
    after: str
    customers: int


@dataclass(frozen=True)
class Board:
    """All life stages of a branch or of the bank, in their order; `moved_since` None: no quarter is kept.

    `knows_products`: False where the feed's accounts name no product, so that nothing is said of holding.
    """

    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    moved_since: date | None
    knows_products: bool

    @property
    def customers(self) -> int:
        return sum(stage.customers for stage in self.stages)

    def stage(self, code: str) -> Stage:
        """The life stage called `code`."""
        return next(stage for stage in self.stages if stage.segment.code == code)


@dataclass(frozen=True)
class Gap:
    """White space: a product that fits `open` customers of a stage who do not hold it."""

    stage: Stage
    cell: Cell


@dataclass(frozen=True)
class Target:
    """Whom a list is made of: a life stage, and there those who hold, lack or moved."""

    segment: str
    side: Side
    product: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class Targeted:
    """The first of those of a target who may be approached, masked; `customers` is how many there are."""

    people: tuple[Hit, ...]
    customers: int


@for_viewer
def board(sources: Sources, viewer: Viewer) -> Board:
    """What a manager sees of the branch and head office of the bank."""
    write_down(sources, viewer, "board")
    portraits = sources.portraits
    read = _read(portraits, portraits.fingerprint, scope.own_branch(viewer))
    catalog = sources.catalog
    stages = tuple(stage(one, read, catalog) for one in (*catalog.segments, catalog.unknown_segment))
    return Board(
        stages=tuple(one for one in stages if one.customers),
        moves=tuple(
            Move(row["segment_before"], row["segment"], row["count_customers"]) for row in read["moves"]
        ),
        moved_since=max((row["before_on"] for row in read["moves"]), default=None),
        knows_products=any(row["count_holding"] for row in read["products"]),
    )


Rows = Mapping[str, tuple[Mapping[str, Any], ...]]


@lru_cache(maxsize=32)
def _read(portraits: Warehouse, fingerprint: str, branch_id: str | None) -> Rows:
    """What is counted of a branch or of the bank, once per portrait."""
    parts = ("sizes", "products", "moves", "elsewhere", "needs")
    return {part: tuple(portraits.rows(f"segments_{part}", branch_id=branch_id)) for part in parts}


def stage(segment: Segment, read: Rows, catalog: Catalog) -> Stage:
    """One life stage of what was read; of the places and needs only the first few."""
    of = {part: [row for row in rows if row.get("segment") == segment.code] for part, rows in read.items()}
    size = next(iter(of["sizes"]), None)
    known = size["count_mobile_known"] if size else 0
    cards = catalog.cards.scenarios
    needs = [row for row in of["needs"] if row["code"] in cards and not cards[row["code"]].is_sensitive]
    return Stage(
        segment=segment,
        customers=size["count_customers"] if size else 0,
        assets=size["assets"] if size else Decimal(0),
        mobile=Decimal(size["count_mobile"]) / known if size and known else None,
        cells={
            row["product_code"]: cell(row, segment, catalog.products[row["product_code"]])
            for row in of["products"]
            if row["product_code"] in catalog.products
        },
        elsewhere=tuple(
            Elsewhere(row["destination"], row["kind"], row["count_customers"], row["amount_365d"])
            for row in of["elsewhere"][:MOST_PLACES]
        ),
        needs={row["code"]: row["count_customers"] for row in needs[:MOST_NEEDS]},
    )


def cell(row: Mapping[str, Any], segment: Segment, product: Product) -> Cell:
    """What fits by the product's own conditions is open only where the life stage may be offered it."""
    is_offered = not product.is_private and may_offer(segment, product.kind, product.risk)
    return Cell(
        product=product.code,
        holding=row["count_holding"],
        fitting=row["count_fitting"] if is_offered else 0,
        open=row["count_open"] if is_offered else 0,
        is_offered=is_offered,
    )


def gaps(sources: Sources, found: Board) -> tuple[Gap, ...]:
    """White space as the policy draws it, the widest first."""
    policy = sources.catalog.policy
    open_ones = [
        Gap(stage, cell)
        for stage in found.stages
        for cell in stage.cells.values()
        if cell.is_offered
        and cell.open >= policy.white_customers
        and cell.fitting - cell.open <= policy.white_share * cell.fitting
    ]
    return tuple(
        sorted(open_ones, key=lambda one: (-one.cell.open, one.stage.segment.code, one.cell.product))
    )


@for_viewer
def idea(sources: Sources, viewer: Viewer, found: Board, segment: str, product: str) -> Gap:
    """What a product for a life stage rests on, for a sheet to print; audited."""
    write_down(sources, viewer, "idea", segment=segment, product=product)
    of = found.stage(segment)
    nobody = Cell(product, 0, 0, 0, is_offered=False)
    return Gap(of, of.cells.get(product, nobody))


@for_viewer
def targeted(sources: Sources, viewer: Viewer, target: Target, reason: str | None = None) -> Targeted:
    """Those of a target whom an offer may be made to, the most assets first; audited before it is read."""
    told = {name: value for name, value in vars(target).items() if value is not None}
    write_down(sources, viewer, "list", reason, **told)
    rows = sources.portraits.rows(
        "segments_who",
        branch_id=scope.own_branch(viewer),
        segment=target.segment,
        before=target.before,
        product_code=target.product,
        side=target.side,
        adult_age=sources.catalog.policy.adult_age,
        refused=refusing_any(sources, ("marketing",)),
        at_most=sources.catalog.policy.target_rows,
    )
    as_of = datetime.combine(sources.portraits.manifest.business_date, time())
    people = hits(sources, [row["customer_id"] for row in rows], as_of)
    listing.tell(sources, viewer, "segment", (one.customer_id for one in people))
    return Targeted(people, rows[0]["count_all"] if rows else 0)


def write_down(
    sources: Sources, viewer: Viewer, asked: str, reason: str | None = None, **details: object
) -> None:
    """Write down who asked for what, and why."""
    told = {"asked": f"segment_{asked}", **details}
    why = scope.reason_as_kept(reason)
    sources.desk.record(Happening(viewer, "segment", reason=why, details=told))
