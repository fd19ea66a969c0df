"""Going on by phone: what a reference may lead to, and what the desk store keeps of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

SubjectKind = Literal["product", "service", "application"]
RANDOM_BYTES = 16


@dataclass(frozen=True)
class Subject:
    """What goes on: a product or a service of the catalogue, or an application for that product."""

    kind: SubjectKind
    code: str


@dataclass(frozen=True)
class Continuation:
    """What a reference stands for; it names nobody by itself, and holds until `expires_at`, once."""

    customer_id: str
    visit_id: str
    subject: Subject
    branch_id: str | None
    made_at: datetime
    expires_at: datetime


def mark_of(reference: str) -> str:
    """What is kept of a reference: nobody who reads the store can make the reference of it."""
    return sha256(reference.encode(errors="surrogatepass")).hexdigest()
