"""What stands before the gate: a page of our own, without a script, for whoever has no session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Template
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

PAGE = Template((Path(__file__).parent / "door.html").read_text(encoding="utf-8"), autoescape=True)
START = "/session/start"  # where a sign-in begins
LAST = ("not_direct", "locked")  # trying again leads nowhere
Say = Callable[[str], str]


@dataclass(frozen=True)
class Door:
    """Answers a page that is asked for without a session.

    `words` gives the language and the words of a browser that prefers this locale; `mark` is the header of a
    request straight from this machine, where a demo signs in without a password.
    """

    words: Callable[[str], tuple[str, Say]]
    mark: str

    def answer(self, scope: Scope, has_provider: bool) -> Response | None:
        """The page with the way to the identity provider; None: the one asked for, in a session of nobody."""
        if has_provider:
            return self.page(scope)
        return None if Headers(scope=scope).get(self.mark) == "yes" else self.page(scope, "not_direct")

    def page(self, scope: Scope, why: str | None = None, status: int = 200) -> Response:
        """The page that says why nobody gets in, and how to try."""
        language, say = self.words(preferred(scope))
        told = {"what": say("app.what")}
        if why is not None:
            told = {"why": say(f"sign_in.{why}.title"), "hint": say(f"sign_in.{why}.hint")}
        if why not in LAST:
            told |= {"press": say("sign_in.with_account"), "to": START}
        return HTMLResponse(PAGE.render(language=language, title=say("app.title"), **told), status)

    def onward(self, scope: Scope) -> Response:
        """A page of our own that leads in: what follows from it comes from this site, with its cookies."""
        language, say = self.words(preferred(scope))
        return HTMLResponse(PAGE.render(language=language, title=say("app.title"), next="/"))


def preferred(scope: Scope) -> str:
    """The locale a browser names first, empty where it names none."""
    return Headers(scope=scope).get("accept-language", "").partition(",")[0].partition(";")[0].strip()
