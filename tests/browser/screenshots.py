"""A picture of each page, in both orientations, both themes, Chinese and English: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.bank import own_home, sample_home, served  # noqa: E402 run as a script
from tests.browser.engines import CHROMIUM  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZES = {"landscape": (1180, 820), "portrait": (820, 1180)}
THEMES = ("light", "dark")
LOCALES = {"zh": "zh-CN", "en": "en-US"}
INITIALS = "wang"
PAUSE_MS = 700
LOOKED_AT = 8
RICH = ".st-key-unfinished, .st-key-primary_suggestion, [class*=st-key-why_], [data-testid=stEChartsChart]"


def main() -> None:
    """Build the sample bank, serve it, and take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shared = sample_home(Path(folder) / "sample-bank")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(own_home(shared, Path(folder) / "served")) as server:
            number = richest(chromium, server.url)
            for turn, theme, language in product(SIZES, THEMES, LOCALES):
                take_all(chromium, server.url, (turn, theme, language), number)
        chromium.close()


def take_all(chromium: Browser, url: str, look: tuple[str, str, str], number: int) -> None:
    """The pictures of one orientation, theme and language."""
    turn, theme, language = look
    width, height = SIZES[turn]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, locale=LOCALES[language], color_scheme=theme
    )
    page = context.new_page()

    def take(name: str) -> None:
        page.mouse.move(0, 0)
        page.wait_for_timeout(PAUSE_MS)
        page.screenshot(path=IMAGES / f"{name}-{turn}-{theme}-{language}.png")

    page.goto(url)
    page.wait_for_selector(".st-key-sign_in button")
    page.click(".st-key-sign_in button")
    page.locator(".st-key-search input").fill(INITIALS)
    page.wait_for_selector("[class*=st-key-open_C] button")
    take("board")
    show(page, number)
    take("customer")
    page.click(".st-key-open_total button")
    page.wait_for_selector("[role=dialog] table")
    take("rows")
    page.click("[role=dialog] button[aria-label=Close]")
    for name in ("leads", "data"):
        page.click(f"a[href$='/{name}']")
        page.wait_for_selector(f".st-key-{'urgency_all' if name == 'leads' else 'freshness'}")
        take(name)
    context.close()


def richest(chromium: Browser, url: str) -> int:
    """Which customer found has the most to show: an offer with its rows, something to finish, charts."""
    page = chromium.new_page(locale="zh-CN")
    page.goto(url)
    page.click(".st-key-sign_in button")
    counts = []
    for number in range(LOOKED_AT):
        show(page, number)
        page.wait_for_timeout(PAUSE_MS)
        counts.append(page.locator(RICH).count())
        page.click(".st-key-not_this_one button")
    page.close()
    return counts.index(max(counts))


def show(page: Page, number: int) -> None:
    """Search again and open the row with this number."""
    page.locator(".st-key-search input").fill(INITIALS)
    page.wait_for_selector("[class*=st-key-open_C] button")
    page.locator("[class*=st-key-open_C] button").nth(number).click()
    page.wait_for_selector(".st-key-say_first")
    page.wait_for_selector("[data-testid=stEChartsChart] svg")


if __name__ == "__main__":
    main()
