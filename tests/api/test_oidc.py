"""Signing in at an identity provider: who is of the staff gets a session, and nobody else does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr, ValidationError
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from lobby.api.door import Door
from lobby.api.oidc import SignIn, secrets_of
from lobby.data.settings import Settings
from lobby.domain import sessions
from lobby.domain.errors import SettingsError
from lobby.services.sources import Sources
from tests.api.test_guard import answer_of
from tests.browser.bank import Server, own_home, served
from tests.desk_stores import rows_of
from tests.oidc_provider import Provider, provided

COOKIE = "lobby_session"
PROVIDER = sessions.Provider(
    "https://idp.bank.example", "lobby", "secret-of-this-server", "https://lobby.bank.example"
)
FAULTS = ("issuer", "audience", "nonce", "signature", "expired", "replayed", "no_token", "email")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provided() as running:
        yield running


@pytest.fixture(scope="module")
def server(provider: Provider, tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(own_home(tiny_home, tmp_path_factory.mktemp("oidc")), **provider.settings) as running:
        yield running


@dataclass
class Browser:
    """A browser that keeps cookies and follows where it is sent."""

    server: Server
    http: httpx.Client

    def callback(self, who: str) -> str:
        """Choose who one is at the provider, and stop before coming back."""
        at_provider = self.http.get(f"{self.server.url}/session/start")
        assert at_provider.status_code == 200
        back = self.http.get(f"{at_provider.url}&who={who}", follow_redirects=False)
        assert back.status_code == 302
        return str(back.headers["location"])

    def sign_in(self, who: str) -> httpx.Response:
        return self.http.get(self.callback(who))

    def page(self) -> str:
        return self.http.get(self.server.url).text

    @property
    def is_in(self) -> bool:
        return "/static/js/" in self.page()


@pytest.fixture
def browser(server: Server) -> Iterator[Browser]:
    with httpx.Client(follow_redirects=True, timeout=30) as http:
        browser = Browser(server, http)
        assert "/session/start" in browser.page()
        yield browser


def audited(server: Server) -> list[tuple[str, str, str]]:
    asked = "select action, result, staff_id from audit order by sequence"
    return [(str(a), str(b), str(c)) for a, b, c in rows_of(f"sqlite:///{server.home}/desk.sqlite", asked)]


def test_one_of_the_staff_signs_in_and_the_cookie_is_for_this_site_and_no_script(browser: Browser) -> None:
    answer = browser.sign_in("s1")
    assert answer.status_code == 200
    assert re.search('http-equiv="refresh" content="0;url=/"', answer.text)
    given = answer.headers.get_list("set-cookie")
    (ours,) = [line for line in given if line.startswith(COOKIE)]
    assert set(ours.split("; ")[1:]) == {"Path=/", "HttpOnly", "SameSite=Strict"}
    assert not [line for line in given if line.startswith("_streamlit_user")]
    assert browser.is_in
    assert audited(browser.server)[-1] == ("sign_in", "ok", "s1")


def test_the_cookie_of_streamlits_own_login_opens_nothing(browser: Browser) -> None:
    browser.http.cookies.set("_streamlit_user", "anything")
    assert not browser.is_in
    for path in ("/_stcore/host-config", "/media/x", "/live", "/export/x"):
        assert browser.http.get(f"{browser.server.url}{path}").status_code == 401


@pytest.mark.parametrize("fault", FAULTS)
def test_asvs_7_2_3_a_token_that_is_wrong_in_one_way_lets_nobody_in(
    browser: Browser, provider: Provider, fault: str
) -> None:
    if fault == "replayed":
        assert browser.sign_in("s1").status_code == 200
        browser.http.cookies.clear()
        browser.page()
    provider.fail_next(fault)
    answer = browser.sign_in("s1")
    assert answer.status_code == 403
    assert COOKIE not in browser.http.cookies
    assert not browser.is_in
    why = "unknown_login" if fault == "email" else "bad_token"
    assert audited(browser.server)[-1] == ("refused", why, "unknown")


def test_a_callback_is_good_once_and_in_the_browser_that_asked(browser: Browser) -> None:
    back = browser.callback("s1")
    asking = dict(browser.http.cookies)
    with httpx.Client(timeout=30) as other:
        assert other.get(back).status_code == 403
    assert browser.http.get(back).status_code == 200
    with httpx.Client(timeout=30, cookies=asking) as copied:
        assert copied.get(back).status_code == 403
        assert COOKIE not in copied.cookies


def test_somebody_who_is_not_of_the_staff_stays_out(browser: Browser) -> None:
    answer = browser.sign_in("stranger")
    assert answer.status_code == 403
    assert "not on the list" in answer.text or "名单" in answer.text
    assert not browser.is_in


def test_another_sign_in_on_the_same_browser_ends_the_one_before(browser: Browser) -> None:
    browser.sign_in("s1")
    first = browser.http.cookies[COOKIE]
    browser.sign_in("s2")
    assert browser.http.cookies[COOKIE] != first
    assert browser.is_in
    browser.http.cookies.set(COOKIE, first, domain="127.0.0.1")
    assert audited(browser.server)[-2:] == [("sign_out", "signed_out", "s1"), ("sign_in", "ok", "s2")]


def test_f53_mlps_3_five_sign_ins_in_vain_lock_a_device_and_nobody_else(
    browser: Browser, server: Server
) -> None:
    for _ in range(5):
        assert browser.sign_in("guesser").status_code == 403
    locked = browser.http.get(f"{server.url}/session/start")
    assert locked.status_code == 429
    assert "/session/start" not in locked.text
    with httpx.Client(follow_redirects=True, timeout=30) as http:
        other = Browser(server, http)
        other.page()
        assert other.sign_in("guesser").status_code == 403
        assert audited(server)[-1] == ("refused", "locked", "unknown")
        assert other.sign_in("s1").status_code == 200


async def no_provider(scope: Scope, receive: Receive, send: Send) -> None:
    """What Streamlit answers while the provider does not."""
    await PlainTextResponse("Authentication error", status_code=400)(scope, receive, send)


def test_while_the_provider_does_not_answer_the_door_says_so(sources: Sources) -> None:
    door = Door(lambda locale: ("en", lambda key: key), "x-lobby-direct")
    sign_in = SignIn(sources, PROVIDER, door)

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        await sign_in.serve(no_provider, scope, receive, send)

    answer = answer_of(asked, "/auth/login", {})  # type: ignore[arg-type]
    assert answer.status == 502
    assert "sign_in.no_provider.title" in answer.text
    assert "Authentication error" not in answer.text


def test_streamlit_is_told_to_prove_its_codes_and_to_ask_people_anew() -> None:
    told = secrets_of(PROVIDER, "s" * 32)["auth"]
    assert told["client_kwargs"] == {
        "scope": "openid email profile", "prompt": "login", "code_challenge_method": "S256",
    }  # fmt: skip
    assert told["redirect_uri"] == "https://lobby.bank.example/oauth2callback"
    assert PROVIDER.client_secret not in repr(PROVIDER)


@pytest.mark.parametrize("missing", ["oidc_client_id", "oidc_client_secret"])
def test_a_provider_named_by_half_is_told(missing: str) -> None:
    told = {"oidc_client_id": "lobby", "oidc_client_secret": SecretStr("s" * 32)}
    told.pop(missing)
    with pytest.raises(SettingsError) as refused:
        Settings(oidc_issuer="https://idp.bank.example", **told).provider("http://localhost:8501")  # type: ignore[arg-type]
    assert refused.value.code == "oidc_incomplete"
    assert Settings(**told).provider("http://localhost:8501") is None  # type: ignore[arg-type]


@pytest.mark.parametrize("issuer", ["http://idp.bank.example", "ftp://x", "idp", "https://a b"])
def test_a_provider_without_tls_is_refused(issuer: str) -> None:
    with pytest.raises(ValidationError):
        Settings(oidc_issuer=issuer)
