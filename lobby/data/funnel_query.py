"""The funnel for everybody at once: the pieces of `queries/funnel/` around a product's conditions."""

from __future__ import annotations

from lobby.data import queries
from lobby.data.conditions import predicate
from lobby.domain.catalogue import Catalog, Product
from lobby.domain.conditions import AllOf
from lobby.domain.funnel import is_hidden

PIECES = ("person", "talk", "stage")


def funnel_query(product: Product, catalog: Catalog) -> queries.Query:
    """One row per customer with the stage at which `product` leaves, as `lobby.domain.funnel` judges one.

    The rules hold as the feed knew the customer (`then`) and as the customer is known today (`now`).
    """
    person, talk, stage = (queries.load(f"funnel/{piece}") for piece in PIECES)
    shown = AllOf(tuple(rule.condition for rule in product.rules if not is_hidden(rule, catalog)))
    rules = f"{predicate(shown)} as is_shown_{{0}}, {predicate(product.condition)} as holds_{{0}}"
    sql = (
        f"with ruled as (select *, {rules.format('then')} from portrait), "  # noqa: S608 files and conditions
        f"person as (\n{person.sql}\n), "
        f"judged as (select *, {rules.format('now')} from person), "
        f"talk as (\n{talk.sql}\n) "
        f"from (\n{stage.sql}\n) order by customer_id"
    )
    params = tuple(sorted({*person.params, *talk.params, *stage.params}))
    return queries.Query(
        f"funnel/{product.code}", sql, "One row per customer", params, "customer", "people", is_heavy=True
    )
