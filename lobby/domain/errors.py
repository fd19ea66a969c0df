"""Errors that say what went wrong, where, and what to do; never with customer data in them."""

import traceback
from hashlib import sha256


class LobbyError(Exception):
    """A fault a person can act on: a short code, a message in English, a hint, and the values they name.

    The screen shows `error.<code>.title` and `error.<code>.hint` from the locales with `values` filled in;
    the command line and the log show `message` and `hint`.
    """

    def __init__(self, code: str, message: str, hint: str = "", **values: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.values = values

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f" {self.hint}" if self.hint else "")


class SettingsError(LobbyError):
    """A setting is missing or malformed."""


class FeedError(LobbyError):
    """The feed cannot be read as the contract says."""


class BuildError(LobbyError):
    """The nightly build was stopped or failed; yesterday's portrait keeps serving."""


class CatalogError(LobbyError):
    """A catalogue file is malformed: names the file, the key and the nearest valid name."""


class QueryError(LobbyError):
    """A query file or its parameters are wrong: names the query and the parameter."""


class DeskError(LobbyError):
    """The desk store cannot take a write; nothing is shown that could not be recorded."""


class EntryRefused(LobbyError):
    """What staff entered cannot be kept as it is: says what to change; nothing entered is lost."""


class MessageRefused(LobbyError):
    """A machine's message cannot be taken: says where and what to do, never who is a customer."""


class BackupError(LobbyError):
    """A backup cannot be made or restored; the desk store is as it was."""


class AccessRefused(LobbyError):
    """The viewer may not see this; the reason is a code, never a fact about the customer."""

    is_audited = False


def place_of(error: BaseException) -> tuple[str, str]:
    """A code, the same for the same fault, and the calls that led to it; never the error's own text.

    The text of a foreign error may hold a customer's data; where it was raised cannot.
    """
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    calls = [(frame.filename.rpartition("/")[2], frame.lineno, frame.name) for frame in frames]
    mark = [type(error).__name__, *(f"{file} {name}" for file, _, name in calls[:1])]
    code = sha256(" ".join(mark).encode()).hexdigest()[:6]
    return f"L-{code}", " < ".join(f"{file}:{line} {name}" for file, line, name in calls)
