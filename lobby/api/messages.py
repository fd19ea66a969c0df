"""The messages of machines and the answers they get, as their schema and their OpenAPI document."""

from __future__ import annotations

from datetime import UTC
from hashlib import sha256
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from lobby.domain.arrivals import IdentifiedBy
from lobby.domain.errors import MessageRefused
from lobby.services.receiving import Came, Moved

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Text = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[^\x00-\x1f\x7f]+$")]
Time = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
AnyMessage = TypeVar("AnyMessage", bound="Message")


class Message(BaseModel):
    """What every message keeps to: nothing beside the fields that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ArrivalMessage(Message):
    """Somebody came into a branch. Nobody need be known; who is, is known by any of the tokens."""

    arrival_id: Id = Field(description="the sender's own id of this message; sent again it is the same one")
    source: Literal["queue", "card", "app", "appointment", "face"] = Field(description="what noticed them")
    branch_id: Text
    arrived_at: Time = Field(description="when they came, with its offset")
    ticket: Text | None = None
    business_type: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]{0,39}$")
    card_id: Text | None = Field(default=None, description="the card's token, never its number")
    customer_id: Text | None = Field(default=None, description="the bank's customer number")
    id_hash: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="HMAC-SHA-256 of the id number in capitals without spaces, in hex, with the bank's key",
    )
    appointment_id: Text | None = None

    def came(self) -> Came:
        """The message as the bank takes it."""
        tokens: dict[IdentifiedBy, str | None] = {
            "card": self.card_id,
            "number": self.customer_id,
            "id_hash": self.id_hash,
            "appointment": self.appointment_id,
        }
        return Came(
            arrival_id=self.arrival_id,
            digest=sha256(self.model_dump_json(exclude_none=True).encode()).hexdigest(),
            source=self.source,
            branch_id=self.branch_id,
            arrived_at=self.arrived_at,
            ticket=self.ticket,
            business_type=self.business_type,
            tokens={kind: token for kind, token in tokens.items() if token is not None},
        )


class QueueMessage(Message):
    """The queue went on with a ticket: it was called, is served and done, or its holder left."""

    message_id: Id = Field(description="the sender's own id of this message; sent again it is the same one")
    branch_id: Text
    ticket: Text
    state: Literal["called", "served", "left"]
    happened_at: Time = Field(description="when it happened, with its offset")

    def moved(self) -> Moved:
        """The message as the bank takes it."""
        return Moved(self.message_id, self.branch_id, self.ticket, self.state, self.happened_at)


class Taken(Message):
    """The message is written down; the same whoever came, and when it is sent again."""

    id: str
    taken: Literal[True] = True


class Refusal(Message):
    """Why a message was not taken: a code, where the fault is, and what to do."""

    code: str
    message: str
    hint: str


def read(model: type[AnyMessage], body: bytes) -> AnyMessage:
    """The message in a body; MessageRefused names the fields that are wrong, never what was sent in them."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        if any(fault["type"] == "json_invalid" for fault in faults):
            raise MessageRefused(
                "no_json", "The body is no JSON.", "Send one JSON object in UTF-8."
            ) from None
        named = {str(fault["loc"][0]) if fault["loc"] else "" for fault in faults}
        names = sorted(name if name in model.model_fields else "another field" for name in named)
        raise MessageRefused(
            "bad_fields", f"{', '.join(names)}: missing, unknown or malformed.", "See /api/openapi.json."
        ) from None
