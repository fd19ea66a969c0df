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
Say = Callable[[str], str]


@dataclass(frozen=True)
class Door:
    """Answers a page that is asked for without a session.

    `words` gives the language and the words of a browser that prefers this locale; `mark` is the header of a
    request straight from this machine, where a demo signs in without a password.
    """

    words: Callable[[str], tuple[str, Say]]
    mark: str

    def answer(self, scope: Scope) -> Response | None:
        """None: the page itself, in a new session of nobody."""
        if Headers(scope=scope).get(self.mark) == "yes":
            return None
        return self.page(scope, "not_direct")

    def page(self, scope: Scope, why: str | None, status: int = 200) -> Response:
        """The page that says why nobody gets in here."""
        language, say = self.words(preferred(scope))
        told = {"why": say(f"sign_in.{why}.title"), "hint": say(f"sign_in.{why}.hint")} if why else {}
        text = PAGE.render(language=language, title=say("app.title"), what=say("app.what"), **told)
        return HTMLResponse(text, status_code=status)


def preferred(scope: Scope) -> str:
    """The locale a browser names first, empty where it names none."""
    return Headers(scope=scope).get("accept-language", "").partition(",")[0].partition(";")[0].strip()
