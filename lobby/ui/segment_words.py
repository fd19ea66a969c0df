"""What is told of a life stage: who holds what, what they need, where their money goes."""

from __future__ import annotations

from decimal import Decimal

from lobby.services.segments import Cell, Stage
from lobby.ui import session
from lobby.ui.text import Words, plain


def counted(t: Words, cell: Cell) -> str:
    """The cell in numbers: who holds it, whom it fits, and who of these lacks it."""
    if not cell.is_offered:
        return t("segments.cell.not_offered", holding=t.count(cell.holding))
    having = Decimal(cell.fitting - cell.open) / max(1, cell.fitting)
    values = {"holding": cell.holding, "fitting": cell.fitting, "open": cell.open}
    told = {name: t.count(number) for name, number in values.items()}
    return t("segments.cell", **told, share=t.share(having))


def whole(t: Words, amount: Decimal) -> str:
    """Money of many people, without its cents."""
    return t.money(amount.quantize(Decimal(1)))


def needs(t: Words, stage: Stage) -> str:
    """The scenario cards that most of them are in."""
    cards = session.house().sources.catalog.cards.scenarios
    told = [f"{plain(cards[code].name[t.language])} {t.count(count)}" for code, count in stage.needs.items()]
    return t("word.comma").join(told) or t("segments.needs.none")


def elsewhere(t: Words, stage: Stage) -> str:
    """The banks and wallets that most of their money goes to, in a year."""
    told = [
        t(
            f"segments.elsewhere.{one.kind}",
            place=plain(t.code("method", one.destination)),
            customers=t.count(one.customers),
            amount=plain(whole(t, one.amount)),
        )
        for one in stage.elsewhere
    ]
    return t("word.comma").join(told) or t("segments.elsewhere.none")
