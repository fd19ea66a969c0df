"""A checker over any file: it takes its path inside the checkout and its text, and returns the secrets."""

import re
from collections.abc import Mapping

ALWAYS: Mapping[str, re.Pattern[str]] = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "a token": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}"
        r"|eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{10,})"
    ),
}
OUTSIDE_TESTS: Mapping[str, re.Pattern[str]] = {
    "a password in an address": re.compile(r"\b[a-z+]+://[^\s/:@{}\"']+:(?!PASSWORD@)[^\s/:@{}\"']+@"),
    "a secret with its value": re.compile(
        r"""(?i)(?:password|passwd|secret|api_?keys?|token|hash_key)["']?\s*[:=]\s*["'][^"'\s{}$<>]{12,}["']"""
    ),
}


def secret_faults(path: str, text: str) -> list[str]:
    """What must be in no repository; tests may invent passwords of their own."""
    looked_for = ALWAYS if path.startswith("tests/") else {**ALWAYS, **OUTSIDE_TESTS}
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
        for what, pattern in looked_for.items()
        for found in pattern.finditer(text)
    ]
