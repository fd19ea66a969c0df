"""The checks of the way: nobody listens or speaks in the clear, and what stands before Lobby speaks TLS."""

from __future__ import annotations

import ssl
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from lobby.data.desk_engine import is_proven
from lobby.services.doctor import Finding, Patient

TLS_PORT = 443
SECONDS = 10.0


def way_in(patient: Patient) -> Finding:
    """Nobody speaks to Lobby, and Lobby to nobody, in the clear over a network."""
    if not is_here(patient.host):
        return Finding(
            "fail",
            f"Lobby listens on {patient.host}, in the clear.",
            "Listen on 127.0.0.1 and let a proxy with TLS 1.2 or newer stand before it (docs/deploy).",
        )
    address = patient.settings.desk_address()
    if address is not None and not is_proven(address):
        return Finding(
            "fail",
            "The way to the desk store's database is not proven.",
            "Add ?sslmode=verify-full&sslrootcert=FILE to LOBBY_DESK_URL.",
        )
    return Finding("ok", f"Lobby listens on {patient.host} alone; nothing leaves it in the clear.")


def is_here(host: str) -> bool:
    """Is it an address of this machine that no other one reaches?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


def outside(patient: Patient) -> Finding:
    """From where browsers come: TLS 1.2 or newer alone, a certificate that holds, HSTS, and an answer."""
    if patient.url is None:
        return Finding("ok", "Not tried from outside: say --url https://HOST.")
    parts = urlsplit(patient.url)
    if parts.scheme != "https" or not parts.hostname:
        return Finding(
            "fail", "Browsers reach Lobby in the clear.", "Let them come by https alone (docs/deploy)."
        )
    host, port = parts.hostname, parts.port or TLS_PORT
    try:
        status, hsts = asked(host, port)
    except ssl.SSLError as error:
        return Finding(
            "fail", f"TLS with {host} fails: {error.reason}.", "See to the certificate of the proxy."
        )
    except (OSError, HTTPException) as error:
        return Finding(
            "fail", f"{host} does not answer ({type(error).__name__}).", "See that the proxy runs."
        )
    if takes_old_tls(host, port):
        return Finding("fail", f"{host} takes TLS older than 1.2.", "Allow TLS 1.2 and 1.3 alone.")
    if status != 200:
        return Finding("fail", f"{host} answers {status}.", "Say lobby serve --allow-host with its name.")
    if not hsts:
        return Finding("fail", f"{host} sends no Strict-Transport-Security.", "Let the proxy send it.")
    return Finding("ok", f"{host} speaks TLS 1.2 or newer alone, with HSTS.")


def asked(host: str, port: int) -> tuple[int, str]:
    """The status of `/healthz`, and what it says of HSTS; the certificate must hold."""
    way = HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    try:
        way.request("GET", "/healthz")
        answer = way.getresponse()
        return answer.status, answer.headers.get("strict-transport-security", "")
    finally:
        way.close()


def takes_old_tls(host: str, port: int) -> bool:
    """Does it shake hands with TLS 1.1? Nothing is sent by it."""
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.maximum_version = old.minimum_version = ssl.TLSVersion.TLSv1_1
    way = HTTPSConnection(host, port, timeout=SECONDS, context=old)
    try:
        way.connect()
    except OSError:
        return False
    finally:
        way.close()
    return True
