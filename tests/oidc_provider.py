"""An identity provider in a process of its own: OpenID Connect by code with PKCE, signed as Authlib signs.

Anybody may be chosen on its page. `GET /next/<fault>` has the next token be wrong in one way. Run as
`python -m tests.oidc_provider PORT`.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core.grants.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from lobby.ui.session import wall_clock
from tests.browser.bank import ROOT, answers, free_port

CLIENT_ID, CLIENT_SECRET = "lobby", "a secret of this server, 32 letters"
ALG = "RS256"
LIFE_SECONDS = 300
LONG_AGO = 3600
WAIT_SECONDS = 30


@dataclass
class Idp:
    """The provider: its codes, each good once, and the token that it gave last."""

    issuer: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    stranger: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    fault: str = "none"
    last: str = ""

    async def metadata(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALG],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def jwks(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        """Choose who one is, then go back with a code."""
        asked = dict(request.query_params)
        who = asked.pop("who", None)
        if who is None:
            people = ("s1", "s2", "stranger")
            links = (
                f'<p><a id="{one}" href="?{urllib.parse.urlencode(asked | {"who": one})}">{one}</a>'
                for one in people
            )
            return HTMLResponse("".join(links))
        if asked["code_challenge_method"] != "S256" or asked["prompt"] != "login":
            return Response(status_code=400)
        code = uuid4().hex
        self.codes[code] = asked | {"who": who}
        back = urllib.parse.urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        """The token for a code, to who proves that it was meant for them."""
        told = dict(urllib.parse.parse_qsl((await request.body()).decode()))
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        asked = self.codes.pop(told.get("code", ""), None)
        is_client = scheme == "Basic" and base64.b64decode(secret).decode() == f"{CLIENT_ID}:{CLIENT_SECRET}"
        if asked is None or not is_client:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if create_s256_code_challenge(told.get("code_verifier", "")) != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        access, fault, self.fault = uuid4().hex, self.fault, "none"
        token = {"access_token": access, "token_type": "Bearer", "expires_in": LIFE_SECONDS}
        if fault == "no_token":
            return JSONResponse(token)
        if fault != "replayed":
            self.last = self.signed(asked, access, fault)
        return JSONResponse(token | {"id_token": self.last})

    def signed(self, asked: dict[str, str], access: str, fault: str) -> str:
        """An id token; with `fault` one that is wrong in that way and in no other."""
        now = int(wall_clock().timestamp()) - (LONG_AGO if fault == "expired" else 0)
        claims = {
            "iss": "https://elsewhere.example" if fault == "issuer" else self.issuer,
            "aud": "another" if fault == "audience" else CLIENT_ID,
            "nonce": "another" if fault == "nonce" else asked["nonce"],
            "sub": f"subject of {asked['who']}",
            "email": f"{asked['who'].upper()}@bank.example",
            "email_verified": fault != "email",
            "iat": now,
            "exp": now + LIFE_SECONDS,
            "at_hash": (create_half_hash(access, ALG) or b"").decode(),
        }
        key = self.stranger if fault == "signature" else self.key
        return jwt.encode({"alg": ALG, "kid": "1"}, claims, key)

    async def next(self, request: Request) -> Response:
        self.fault = request.path_params["fault"]
        return Response(status_code=204)

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.metadata),
                Route("/jwks", self.jwks),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/next/{fault}", self.next),
            ]
        )


@dataclass
class Provider:
    """A running provider, as a server of ours knows it."""

    issuer: str

    @property
    def settings(self) -> dict[str, str]:
        """What a server is told of it."""
        return {
            "LOBBY_OIDC_ISSUER": self.issuer,
            "LOBBY_OIDC_CLIENT_ID": CLIENT_ID,
            "LOBBY_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }

    def fail_next(self, fault: str) -> None:
        """Have the next token be wrong."""
        urllib.request.urlopen(f"{self.issuer}/next/{fault}", timeout=WAIT_SECONDS).close()  # noqa: S310 our own


@contextmanager
def provided() -> Iterator[Provider]:
    """A provider while the block lasts."""
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "tests.oidc_provider", str(port)], cwd=ROOT)
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not answers(f"{issuer}/jwks"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Provider(issuer)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    uvicorn.run(Idp(f"http://127.0.0.1:{sys.argv[1]}").app, port=int(sys.argv[1]), log_level="error")
