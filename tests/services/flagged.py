"""The tiny bank with a suspicion: c07 repays the loans of c03, c08 and c11 in one estate."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from lobby.data.build import build
from lobby.data.settings import Settings

TINY = Path(__file__).parents[1] / "data" / "tiny"
LOANS = {"a06": "5250.00", "a23": "4500.00", "a28": "1000.00"}


def flagged_home(folder: Path, *, is_flagged: bool = True, is_capped: bool = False) -> Path:
    """A home of the tiny bank; in the innocent one the same loans are repaid from three accounts outside.

    `is_capped`: c07 was talked to about offers as often as the policy allows.
    """
    feed = folder / "feed"
    shutil.copytree(TINY, feed)
    payers = dict.fromkeys(LOANS, "a12") if is_flagged else {loan: f"x-{loan}" for loan in LOANS}
    write(
        feed / "loan_schedule.csv",
        "account_id,due_on,due_amount,paid_on,paid_amount,paid_from_account",
        *(f"{loan},2026-11-16,{due},2026-11-16,{due},{payers[loan]}" for loan, due in LOANS.items()),
    )
    write(feed / "collateral.csv", "account_id,estate", *(f"{loan},示例花园" for loan in LOANS))
    if is_capped:
        with (feed / "contact.csv").open("a", encoding="utf-8") as file:
            file.writelines(
                f"t{day},c07,s2,2026-11-{day:02}T10:00:00,phone,loan_consumer,,no_answer,,\n"
                for day in range(3, 19)
            )
    home = folder / "home"
    build(feed, Settings(home=home), now=datetime(2026, 11, 20, 15, tzinfo=UTC))
    return home


def write(table: Path, *lines: str) -> None:
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
