"""How probable is a yes? Rates of talks and interest, shrunk where few talks were held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

RATE = Decimal("0.0001")


@dataclass(frozen=True)
class Uptake:
    """Of `count_talks` about a product with customers of a segment, `count_welcomed` met interest."""

    product_code: str
    segment: str
    count_talks: int
    count_welcomed: int


@dataclass(frozen=True)
class Propensity:
    """The probability of a yes, and the talks that it rests on first: about this product with the segment.

    Without talks of the segment it rests on the product's, and without those on all products'.
    """

    rate: Decimal
    count_talks: int
    count_welcomed: int


def propensities(
    uptakes: Iterable[Uptake], products: Iterable[str], segment: str | None, prior_talks: Decimal
) -> Mapping[str, Propensity]:
    """The propensity of each product for a customer of `segment`; None: whose segment must not count.

    Beta-binomial: the rate of the segment is drawn towards the product's and that towards the rate of all
    products, as if `prior_talks` talks had been held at it. Empty in a bank that keeps no contacts.
    """
    rows = tuple(uptakes)
    talks, welcomed = counted(rows)
    if talks == 0:
        return {}
    overall = Decimal(welcomed) / talks
    found = {}
    for code in products:
        about = [one for one in rows if one.product_code == code]
        count_talks, count_welcomed = counted(about)
        rate = shrunk(count_talks, count_welcomed, overall, prior_talks)
        if segment is not None:
            count_talks, count_welcomed = counted(one for one in about if one.segment == segment)
            rate = shrunk(count_talks, count_welcomed, rate, prior_talks)
        found[code] = Propensity(rate.quantize(RATE), count_talks, count_welcomed)
    return found


def shrunk(talks: int, welcomed: int, towards: Decimal, prior_talks: Decimal) -> Decimal:
    """The mean of the posterior: `prior_talks` talks at the rate `towards`, and those that were held."""
    return (welcomed + prior_talks * towards) / (talks + prior_talks)


def counted(uptakes: Iterable[Uptake]) -> tuple[int, int]:
    """All talks, and all that met interest."""
    rows = tuple(uptakes)
    return sum(one.count_talks for one in rows), sum(one.count_welcomed for one in rows)
