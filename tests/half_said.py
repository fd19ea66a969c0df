"""A talk half entered on a tablet: the customer opened, a chip tapped, a note begun, no outcome yet."""

from __future__ import annotations

import json
from pathlib import Path

from lobby.data.desk_schema import metadata
from tests.desk_stores import rows_of
from tests.tablet import Tablet

CHIP = "need_safe"
OF_LOOKING = {"audit", "audit_listed", "decision", "offer", "session", "visit"}
WRITTEN = sorted(set(metadata.tables) - OF_LOOKING)


def find(tablet: Tablet, customer_id: str) -> None:
    """Open the customer by the number, everything folded as a page is at first."""
    tablet.opened.clear()
    tablet.type("search", customer_id)
    tablet.press(f"open_{customer_id}")


def begin(tablet: Tablet, customer_id: str, note: str) -> None:
    """Sign in, open the customer, tap a chip and begin a note."""
    tablet.press("sign_in")
    find(tablet, customer_id)
    tablet.open("fold_jotting")
    tablet.press(str(tablet.key(f"chip_{CHIP}_")))
    tablet.type(str(tablet.key("note_")), note)


def go_on(tablet: Tablet, customer_id: str) -> bool:
    """Have the customer before one again after the page came back; True where it came back covered."""
    is_covered = "lift" in tablet.ids
    if is_covered:
        tablet.press("lift")
        last = f"go_on_{customer_id}"
        if last in tablet.ids:
            tablet.press(last)
        else:
            find(tablet, customer_id)
    return is_covered


def entered(tablet: Tablet) -> tuple[str, bool]:
    """The note as it stands in its field, and whether the chip is on."""
    chip = tablet.drawn[str(tablet.key(f"chip_{CHIP}_"))]
    return tablet.says(str(tablet.key("note_"))), chip.type == "primary"


def written(home: Path) -> dict[str, int]:
    """Table → rows of everything that staff write of customers, drafts too."""
    address = f"sqlite:///{home}/desk.sqlite"
    return {name: int(rows_of(address, f"select count(*) from {name}")[0][0]) for name in WRITTEN}


def notes(home: Path) -> list[str]:
    """The note of every draft."""
    kept = rows_of(f"sqlite:///{home}/desk.sqlite", "select content from draft")
    return [str(json.loads(content)["note"]) for (content,) in kept]
