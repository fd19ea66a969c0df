"""The two engines the bench drives: Chromium, and WebKit, the iPad's; one small face for both."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from playwright.sync_api import sync_playwright
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
SIZE = (1180, 820)


class Browser(Protocol):
    """What a timed run needs of an engine; `script` is a JavaScript expression."""

    def open(self, url: str) -> None: ...
    def value(self, script: str) -> object: ...
    def press(self, selector: str) -> None: ...
    def enter(self, selector: str, text: str) -> None: ...


class Chromium:
    def __init__(self, page: object) -> None:
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto(url)

    def value(self, script: str) -> object:
        return self.page.evaluate(script)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def enter(self, selector: str, text: str) -> None:
        box = self.page.locator(selector).first
        box.fill(text)
        box.press("Enter")


class WebKit:
    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    def value(self, script: str) -> object:
        return self.driver.execute_script(f"return {script}")

    def press(self, selector: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def enter(self, selector: str, text: str) -> None:
        box = self.driver.find_element(By.CSS_SELECTOR, selector)
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys(text, Keys.ENTER)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = running.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="zh-CN")
        yield Chromium(page)
        running.close()


@contextmanager
def webkit() -> Iterator[Browser]:
    """Needs a screen: run under `xvfb-run` where there is none."""
    os.environ["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
    options = webdriver.WebKitGTKOptions()
    options.binary_location = MINI_BROWSER
    options.add_argument("--automation")
    service = webdriver.WebKitGTKService("/usr/bin/WebKitWebDriver")
    driver = webdriver.WebKitGTK(options=options, service=service)
    driver.set_window_size(*SIZE)
    yield WebKit(driver)
    driver.quit()


def until(browser: Browser, script: str, seconds: float = 30) -> object:
    """The first truthy value of `script`; raises TimeoutError naming the script."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := browser.value(script):
            return found
        time.sleep(0.05)
    shown = browser.value("document.body.innerText")
    raise TimeoutError(f"never became true: {script}; the page says: {shown}")
