"""The OpenAPI document of what machines send, made from the messages themselves."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from lobby.api.messages import ArrivalMessage, Message, QueueMessage, Refusal, Taken
from lobby.api.signing import BODY_BYTES, HEADERS
from lobby.domain import signing
from lobby.services.handoffs import COLUMNS

VERSION = "1"
WHERE = "#/components/schemas/{model}"
SIGNED = [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in HEADERS]
REFUSED = {
    "400": "the body is no JSON",
    "401": "not signed, too late, or sent before: unknown_key, bad_headers, late, bad_signature, replayed",
    "403": "this key may not: source_not_allowed, branch_not_allowed, face_off",
    "404": "unknown_ticket",
    "409": "key_reused, already_over",
    "413": f"more than {BODY_BYTES} bytes",
    "422": "bad_fields, unknown_branch, wrong_time",
    "503": "not written down: send it again, signed anew",
}


def document() -> dict[str, Any]:
    """The whole document."""
    models: list[type[Message]] = [ArrivalMessage, QueueMessage, Taken, Refusal]
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=WHERE)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lobby: arrivals", "version": VERSION, "description": signing.__doc__},
        "paths": {
            "/api/arrivals": {"post": operation(ArrivalMessage)},
            "/api/queue": {"post": operation(QueueMessage)},
            "/api/handoffs": {"get": handoffs()},
        },
        "components": {"schemas": schemas["$defs"]},
    }


def operation(message: type[Message]) -> dict[str, Any]:
    """One route: it takes `message`, signed."""
    return {
        "summary": message.__doc__,
        "parameters": SIGNED,
        "requestBody": {"required": True, "content": content(message)},
        "responses": {
            "202": {"description": "taken, now or before", "content": content(Taken)},
            **{code: {"description": why, "content": content(Refusal)} for code, why in REFUSED.items()},
        },
    }


def handoffs() -> dict[str, Any]:
    """The route that tells what became of hand-offs; it takes nothing but the signature."""
    row = {"type": "object", "properties": {name: {} for name in COLUMNS}}
    schema = {"type": "object", "properties": {"handoffs": {"type": "array", "items": row}}}
    refused = ("401", "403", "503")
    return {
        "summary": "What became of what a channel handed over, and whether the call centre may call.",
        "parameters": SIGNED,
        "responses": {
            "200": {
                "description": "all of the key's branches",
                "content": {"application/json": {"schema": schema}},
            },
            **{code: {"description": REFUSED[code], "content": content(Refusal)} for code in refused},
        },
    }


def content(model: type[Message]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": WHERE.format(model=model.__name__)}}}
