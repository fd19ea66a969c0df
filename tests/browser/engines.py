"""The two engines that are driven: Chromium, and WebKit, the iPad's; one small face for both."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, ViewportSize, sync_playwright
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

MOVING = (  # what a click meets while the page is being drawn or loaded again
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
Engine = Literal["chromium", "webkit"]
CHROMIUM = "/usr/bin/chromium"
MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver"
LANDSCAPE = (1180, 820)
WAIT_SECONDS = 20.0
PAUSE_SECONDS = 0.05
STANDS = """
const [element, done] = arguments;
const place = () => [element.isConnected, ...Object.values(element.getBoundingClientRect().toJSON())].join();
const before = place();
const state = () => document.querySelector('.stApp')?.dataset.testScriptState;
requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before && state() !== 'running')));
"""
WATCH = """
const [element] = arguments;
window.hit = null;
const tell = (event) => { window.hit = element.contains(event.target); };
document.addEventListener('click', tell, { capture: true, once: true });
"""
MISSED = "return window.hit === null || window.hit === false"  # undefined: the click has led to another page
LISTEN = """
window.violations = window.violations || [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push([event.violatedDirective, event.blockedURI, event.sourceFile].join(' ')));
"""


def missing(engine: Engine) -> str | None:
    """What this machine lacks to drive the engine, None when it lacks nothing."""
    needed = [CHROMIUM] if engine == "chromium" else [MINI_BROWSER, WEBKIT_DRIVER]
    lacking = [path for path in needed if not Path(path).exists()]
    if engine == "webkit" and "DISPLAY" not in os.environ and shutil.which("Xvfb") is None:
        lacking.append("Xvfb")
    return ", ".join(lacking) or None


class Chromium:
    """Chromium through Playwright; `foreign` are the requests that left for another host."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.home = ""
        self.foreign: list[str] = []
        page.on("request", lambda request: self.note(request.url))
        page.add_init_script(LISTEN)

    def note(self, url: str) -> None:
        own = (self.home, self.home.replace("http", "ws", 1), "data:", "blob:", "about:")
        if not url.startswith(own):
            self.foreign.append(url)

    def open(self, url: str) -> None:
        self.home = self.home or url
        self.page.goto(url)

    def value(self, script: str) -> Any:
        try:
            return self.page.evaluate(script)
        except PlaywrightError as error:
            if "Execution context was destroyed" in str(error):  # the page is being loaded anew
                return None
            raise

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def type(self, selector: str, text: str) -> None:
        self.page.locator(selector).first.fill(text)

    def enter(self, selector: str, text: str) -> None:
        """Type and press Enter."""
        self.type(selector, text)
        self.page.locator(selector).first.press("Enter")

    def reload(self) -> None:
        self.page.reload()


class WebKit:
    """WebKitGTK's MiniBrowser through its WebDriver."""

    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self.driver = driver
        self.home = ""

    @property
    def foreign(self) -> list[str]:
        """Requests to another host, as the page's own timeline has them."""
        names = self.value("performance.getEntriesByType('resource').map((entry) => entry.name)")
        return [name for name in names if not name.startswith((self.home, "data:", "blob:"))]

    def open(self, url: str) -> None:
        self.home = self.home or url
        self.driver.get(url)
        self.driver.execute_script(LISTEN)

    def value(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def press(self, selector: str) -> None:
        """Click once the page is drawn and stands still: a click goes to a place, not to an element.

        One that went elsewhere, because the page moved after all, is done again.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                found = self.driver.find_element(By.CSS_SELECTOR, selector)
                if self.driver.execute_async_script(STANDS, found):
                    self.driver.execute_script(WATCH, found)
                    found.click()
                    if not self.driver.execute_script(MISSED):
                        return
                assert time.monotonic() < deadline, f"{selector} never stood still"
            except MOVING:
                if time.monotonic() > deadline:
                    raise
            time.sleep(PAUSE_SECONDS)

    def type(self, selector: str, text: str) -> None:
        box = self.driver.find_element(By.CSS_SELECTOR, selector)
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys(text)

    def enter(self, selector: str, text: str) -> None:
        """Type and press Enter."""
        self.type(selector, text)
        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(Keys.ENTER)

    def reload(self) -> None:
        self.driver.refresh()


Browser = Chromium | WebKit


@contextmanager
def started(engine: Engine, locale: str = "zh-CN", size: tuple[int, int] = LANDSCAPE) -> Iterator[Browser]:
    """A running browser with one empty page."""
    with together(engine, 1, locale, size) as (browser,):
        yield browser


@contextmanager
def together(
    engine: Engine, count: int, locale: str = "zh-CN", size: tuple[int, int] = LANDSCAPE
) -> Iterator[list[Browser]]:
    """So many browsers of one engine at once, each a device of its own with one empty page."""
    if engine == "chromium":
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            viewport: ViewportSize = {"width": size[0], "height": size[1]}
            yield [Chromium(running.new_page(viewport=viewport, locale=locale)) for _ in range(count)]
            running.close()
        return
    with screen(), ExitStack() as running_ones:
        os.environ["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        yield [running_ones.enter_context(webkit(size)) for _ in range(count)]


@contextmanager
def webkit(size: tuple[int, int]) -> Iterator[WebKit]:
    """One MiniBrowser with a driver of its own."""
    options = webdriver.WebKitGTKOptions()
    options.binary_location = MINI_BROWSER
    options.add_argument("--automation")
    driver = webdriver.WebKitGTK(options=options, service=webdriver.WebKitGTKService(WEBKIT_DRIVER))
    driver.set_window_size(*size)
    try:
        yield WebKit(driver)
    finally:
        driver.quit()


@contextmanager
def screen() -> Iterator[None]:
    """A display of our own where there is none."""
    if "DISPLAY" in os.environ:
        yield
        return
    reading, writing = os.pipe()
    display = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1400x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    try:
        yield
    finally:
        del os.environ["DISPLAY"]
        display.terminate()
        display.wait()


def until(browser: Browser, script: str, seconds: float = WAIT_SECONDS) -> Any:
    """The first truthy value of a JavaScript expression; AssertionError names the expression.

    What a page that is being drawn has lost in this moment is asked for again.
    """
    deadline = time.monotonic() + seconds
    asked = f"(() => {{ try {{ return {script} }} catch (fault) {{ return null }} }})()"
    while True:
        found = None
        with suppress(NoSuchFrameException):  # the page is being left in this moment
            found = browser.value(asked)
        if found:
            return found
        assert time.monotonic() < deadline, f"never became true: {script}\n{str(browser.value(TEXT))[:600]}"
        time.sleep(PAUSE_SECONDS)


TEXT = "document.body.innerText"
STILL = "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"


def there(selector: str) -> str:
    """The expression that is true once something visible matches."""
    return f"!!document.querySelector({selector!r})?.offsetParent"


def drawn(selector: str) -> str:
    """The expression that is true once something visible matches, on a page of which all is there."""
    return f"{there(selector)} && {STILL}"


def says(text: str) -> str:
    """The expression that is true once the page says `text`."""
    return f"{TEXT}.includes({text!r})"
