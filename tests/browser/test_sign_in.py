"""Signing in at the bank's own provider, in either browser: in, out, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.at_the_desk import press
from tests.browser.bank import Server, own_home, served
from tests.browser.engines import TEXT, Browser, there, until
from tests.oidc_provider import Provider, provided

pytestmark = pytest.mark.browser

PAGE = "document.documentElement.outerHTML"
DOOR = "a#sign_in"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provided() as running:
        yield running


@pytest.fixture(scope="module")
def server(provider: Provider, tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(own_home(tiny_home, tmp_path_factory.mktemp("oidc")), **provider.settings) as running:
        yield running


def test_f6_asvs_7_4_1_a_person_signs_in_at_the_provider_and_leaves_nothing_behind(
    browser: Browser, server: Server
) -> None:
    browser.open(server.url)
    press(browser, DOOR)
    press(browser, "a#stranger")
    until(browser, there(DOOR))
    assert browser.value(f"{TEXT}.includes('名单') || {TEXT}.includes('list of Lobby staff')")

    press(browser, DOOR)
    press(browser, "a#s1")
    until(browser, there(".st-key-search input"))
    browser.type(".st-key-search input", "c01")
    press(browser, ".st-key-open_c01 button")
    until(browser, there(".st-key-say_first"))
    name = str(browser.value("document.querySelector('.st-key-heading p strong')?.innerText"))
    assert name in str(browser.value(PAGE))

    browser.open(server.url)
    press(browser, ".st-key-lift button")
    until(browser, there(".st-key-menu button"))
    press(browser, ".st-key-menu button")
    press(browser, ".st-key-sign_out button")
    until(browser, there(DOOR))
    assert name not in str(browser.value(PAGE))
    browser.value("!history.back()")
    until(browser, there(DOOR))
    assert name not in str(browser.value(PAGE))
