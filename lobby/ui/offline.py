"""What the tablet shows while the server cannot be reached: words and papers, and nothing of any customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from lobby.domain.catalogue import Catalog
from lobby.ui import visitor
from lobby.ui.text import SEPARATOR, Words

Sheet: TypeAlias = Sequence[Mapping[str, object]]
SITUATIONS = ("default", "care", "elder", "new_visitor", "elder_transfer", "complaint")


def sheet(t: Words, catalog: Catalog) -> Sheet:
    """Parts with a title and lines: whom to call, what to say first, and what each business needs."""
    lines = [catalog.first_lines[code].without_ticket[t.language] for code in SITUATIONS]
    return (
        {"title": t("offline.title"), "lines": [t("offline.hint"), t("offline.hotline")]},
        {"title": t("offline.say"), "lines": lines},
        {
            "title": t("offline.business"),
            "lines": [
                f"{visitor.capital(one.name[t.language])}{SEPARATOR}{visitor.told(t, one)}"
                for one in catalog.business.values()
            ],
        },
    )
