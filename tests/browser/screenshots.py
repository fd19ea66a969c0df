"""A picture of each page, in both orientations, both themes, Chinese and English: `make screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import duckdb
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from lobby.data.settings import Settings  # noqa: E402 run as a script
from lobby.domain.referrals import Receiver, Subject  # noqa: E402
from lobby.services import staff  # noqa: E402
from lobby.services.customer import customer_view  # noqa: E402
from lobby.services.product_status import Wish, propose  # noqa: E402
from lobby.services.referrals import refer  # noqa: E402
from lobby.services.sample_day import SampleDay  # noqa: E402
from lobby.services.sources import open_sources  # noqa: E402
from lobby.services.visits import open_customer  # noqa: E402
from lobby.ui.session import wall_clock  # noqa: E402
from tests.browser.bank import AS_OF, own_home, sample_home, served  # noqa: E402 run as a script
from tests.browser.engines import CHROMIUM  # noqa: E402

Look: TypeAlias = tuple[str, str, str]

IMAGES = ROOT / "docs" / "images"
SIZES = {"landscape": (1180, 820), "portrait": (820, 1180)}
THEMES = ("light", "dark")
LOCALES = {"zh": "zh-CN", "en": "en-US"}
ROLES = {
    "head_office": {"zh": "总行", "en": "Head office"},
    "risk": {"zh": "风险", "en": "Risk"},
}
CHOSEN = "role => document.querySelector('.st-key-staff input').value.includes(role)"
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
WAITED_FOR = {
    "mine": "referral_", "leads": "urgency_all", "products": "waiting_", "data": "freshness",
    "scenarios": "scenario_category", "risk": "flag_", "results": "results_beside", "segments": "stage",
    "team": "hints", "branch": "branch_benefits",
}  # fmt: skip
PAUSE_MS = 700
CANDIDATES = """
select
    customer_id,
    len(list_filter(spent_by_month, lambda x:
        x.code in ('alipay', 'wechat', 'card', 'cash')
        and x.amount > 50
        and x.month > as_of - interval 6 month
    )) as bars,
from portrait
where
    home_branch_id = (select branch_id from staff order by staff_id limit 1)
    and has_marketing_consent
    and maturing_30d > 0
    and not next_maturity_renews
    and coalesce(salary_day, pension_day) is not null
order by bars desc, customer_id
"""


def main() -> None:
    """Build the sample bank, serve it, and take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shared = sample_home(Path(folder) / "sample-bank", "--dirt")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(own_home(shared, Path(folder) / "served")) as server:
            customer_id = richest(own_home(shared, Path(folder) / "looked-at"))
            leave_work(server.home, customer_id)
            for turn, theme, language in product(SIZES, THEMES, LOCALES):
                look = (turn, theme, language)
                take_branch(chromium, server.url, look, customer_id)
                take_page(chromium, server.url, look, "scenarios", "head_office")
                take_page(chromium, server.url, look, "risk", "risk")
        with served(lived_in(Path(folder) / "lived-in")) as server:
            for look in product(SIZES, THEMES, LOCALES):
                take_past(chromium, server.url, look)
        chromium.close()


def opened(
    chromium: Browser, url: str, look: Look, role: str | None = None
) -> tuple[Page, Callable[[str], None]]:
    """A tablet of this look with a manager, or somebody of `role`, signed in, and what takes its picture."""
    turn, theme, language = look
    width, height = SIZES[turn]
    page = chromium.new_page(
        viewport={"width": width, "height": height}, locale=LOCALES[language], color_scheme=theme
    )
    page.goto(url)
    page.wait_for_selector(".st-key-sign_in button")
    if role is not None:
        page.click(".st-key-staff input")
        page.locator(".st-key-staff input").fill(ROLES[role][language])
        page.keyboard.press("Enter")
        page.wait_for_function(CHOSEN, arg=ROLES[role][language])
        page.wait_for_timeout(PAUSE_MS)
        page.wait_for_selector(IDLE)
    page.click(".st-key-sign_in button")
    page.wait_for_selector(".st-key-search input")

    def take(name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(PAUSE_MS)
        page.screenshot(path=IMAGES / f"{name}-{turn}-{theme}-{language}.png")

    return page, take


def take_branch(chromium: Browser, url: str, look: Look, customer_id: str) -> None:
    """What a manager sees: the board, a customer, masks lifted, the rows behind a figure, leads and data."""
    page, take = opened(chromium, url, look)
    page.locator("[class*=st-key-serve_] button").first.wait_for()
    take("board")
    show(page, customer_id)
    take("customer")
    take_reveal(page, take)
    page.click(".st-key-open_total button")
    page.wait_for_selector("[role=dialog] table")
    take("rows")
    page.click("[role=dialog] button[aria-label=Close]")
    for name in ("mine", "leads", "products", "data"):
        turn_to(page, name)
        page.locator(f"[class*=st-key-{WAITED_FOR[name]}]").first.wait_for()
        take(name)
    page.locator("[class*=st-key-rows_] button").first.click()
    page.wait_for_selector("[role=dialog] table")
    take("set-aside")
    page.close()


def take_reveal(page: Page, take: Callable[[str], None]) -> None:
    """What may be lifted from its mask and why, and what is seen of it then."""
    page.click(".st-key-reveal_assets button")
    for field in ("name", "phone"):
        page.click(f".st-key-what_{field}_assets button")
        page.locator(f".st-key-what_{field}_assets button[kind=primary]").wait_for()
    take("reveal")
    page.click("[class*=st-key-why_verify_assets] button")
    page.wait_for_selector(".st-key-in_force")
    take("revealed")
    page.click(".st-key-hide_revealed button")
    page.wait_for_selector(".st-key-in_force", state="detached")


def take_page(chromium: Browser, url: str, look: Look, name: str, role: str) -> None:
    """The page of one role's own."""
    page, take = opened(chromium, url, look, role)
    turn_to(page, name)
    page.locator(f"[class*=st-key-{WAITED_FOR[name]}]").first.wait_for()
    take(name)
    page.close()


def turn_to(page: Page, name: str) -> None:
    """Turn to a page, which stands behind the last entry of the menu where there is no room for it."""
    more = page.locator("[data-testid=stTopNavSection]:visible").last
    in_menu = page.locator(f":not([aria-hidden=true]) > * > * > a[href$='/{name}']").first
    if more.count() and not in_menu.count():
        more.click()
    in_menu.click()


def take_past(chromium: Browser, url: str, look: Look) -> None:
    """What a manager and head office see of a bank with a past."""
    page, take = opened(chromium, url, look)
    for name in ("segments", "team", "branch"):
        turn_to(page, name)
        page.locator(f"[class*=st-key-{WAITED_FOR[name]}]").first.wait_for()
        take(name)
    page.close()
    take_page(chromium, url, look, "results", "head_office")


def lived_in(home: Path) -> Path:
    """The home of the sample bank as `make run` makes it, with its past of invented talks."""
    subprocess.run(
        [str(ROOT / ".ci" / "sample-bank")], check=True, env={**os.environ, "LOBBY_HOME": str(home)}
    )
    return home


def leave_work(home: Path, customer_id: str) -> None:
    """What the manager who is pictured finds: arrivals, a customer referred, and a pause to be checked."""
    today = open_sources(Settings(home=home), wall_clock)
    SampleDay(today).tell()
    today.close()
    sources = open_sources(Settings(home=home), lambda: datetime.fromisoformat(f"{AS_OF}T10:00+08:00"))
    manager, *others = (staff.as_viewer(member) for member in staff.members(sources))
    greeter = next(one for one in others if one.role == "lobby" and one.branch_id == manager.branch_id)
    visit = open_customer(sources, greeter, customer_id)
    receiver, loan = Receiver("colleague", manager.staff_id), Subject("qualification", "loan")
    refer(sources, greeter, visit, loan, receiver, uuid4().hex)
    head_office = next(one for one in others if one.role == "head_office")
    pause = Wish("dep_cd", manager.branch_id, "paused", reason="额度核对")
    propose(sources, head_office, pause, uuid4().hex)
    sources.close()


def richest(home: Path) -> str:
    """Whose portrait has most to show: most suggestions, then most bars in the chart of everyday payments."""
    (portrait,) = (home / "portraits").glob("portrait-*.duckdb")
    with duckdb.connect(str(portrait), read_only=True) as con:
        candidates = [str(row[0]) for row in con.execute(CANDIDATES).fetchall()]
    sources = open_sources(Settings(home=home), lambda: datetime.fromisoformat(f"{AS_OF}T10:00+08:00"))
    viewer = staff.viewer(sources, staff.members(sources)[0].staff_id, "screenshots")

    def offers(customer_id: str) -> int:
        visit = open_customer(sources, viewer, customer_id)
        return len(customer_view(sources, viewer, visit, sources.now(), "zh_Hans").suggestions)

    chosen = max(candidates, key=offers)
    sources.close()
    return chosen


def show(page: Page, customer_id: str) -> None:
    """Search again, by the customer's number, and open the one found."""
    page.locator(".st-key-search input").fill(customer_id)
    page.click(f".st-key-open_{customer_id} button")
    page.wait_for_selector(".st-key-say_first")
    page.wait_for_selector(".st-key-habits img")


if __name__ == "__main__":
    main()
