"""Frozen values as JSON and back by their types, to the cent and to the second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


def to_json(value: object) -> Json:
    """`value` as JSON: amounts and dates as text, dataclasses by their fields, sets in order."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): to_json(entry) for key, entry in value.items()}
        case frozenset():
            return [to_json(entry) for entry in sorted(value)]
        case Iterable():
            return [to_json(entry) for entry in value]
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def from_json(kind: Any, value: Any) -> Any:
    """The value of the type `kind` that `to_json` wrote."""
    options = get_args(kind)
    if type(None) in options:
        return (
            None if value is None else from_json(next(one for one in options if one is not type(None)), value)
        )
    if kind is Decimal:
        return Decimal(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if is_dataclass(kind) or is_typeddict(kind):
        types = get_type_hints(kind)
        return kind(**{name: from_json(types[name], entry) for name, entry in value.items()})
    made = get_origin(kind)
    if made in (None, Literal, Union):  # a union beside None is one of codes
        return value
    if made in (list, tuple, frozenset):
        return made(from_json(options[0], entry) for entry in value)
    return {name: from_json(options[1], entry) for name, entry in value.items()}
