"""What customers are shown: a service on a sheet, what a consent is about, what the law makes us keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lobby.domain.consent import Channel, Purpose
from lobby.domain.spoken import Words


@dataclass(frozen=True)
class ServiceSheet:
    """What the customer is shown of a service: what to bring, and how it goes step by step."""

    title: Words
    documents: tuple[Words, ...]
    steps: tuple[Words, ...]


@dataclass(frozen=True)
class ConsentWording:
    """What is asked, by its version: what is used, what for, how long, and how it is withdrawn."""

    code: str
    purpose: Purpose
    channel: Channel
    title: Words
    what: Words
    for_what: Words
    how_long: Words
    withdraw: Words


@dataclass(frozen=True)
class KeptByLaw:
    """What stays after a request to be forgotten: what, for how long, and by which rule."""

    what: Words
    how_long: Words
    because: Words


@dataclass(frozen=True)
class Privacy:
    """The wordings by code under one `version`; what stops at once when a customer asks to be forgotten."""

    version: str
    wordings: Mapping[str, ConsentWording]
    stops: tuple[Words, ...]
    kept: tuple[KeptByLaw, ...]
