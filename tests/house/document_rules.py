"""Checkers over documents and lists: what is named in one place and lacks in another."""

import re
from collections.abc import Iterable

import click


def undocumented(names: Iterable[str], text: str, form: str) -> list[str]:
    """The names that `text` does not have in `form`, in which `{}` stands for the name."""
    return [name for name in names if form.format(name) not in text]


def commands_of(command: click.Command, before: str = "") -> list[str]:
    """Every command of a command line, those of a family as `family name`."""
    found = []
    for name, child in getattr(command, "commands", {}).items():
        path = f"{before} {name}".strip()
        found += commands_of(child, path) if hasattr(child, "commands") else [path]
    return found


def linked(text: str) -> list[str]:
    """The files that a Markdown text links to or shows."""
    links = re.findall(r"\]\(([^)#\s]+)", text)
    return [link for link in links if "://" not in link]


def pinned_without_hash(lock: str) -> list[str]:
    """The packages of a lock that are not pinned to a version with at least one hash."""
    entries = re.split(r"\n(?=\S)", lock.strip())
    return [
        entry.splitlines()[0]
        for entry in entries
        if not entry.startswith("#") and not re.match(r"[\w.-]+==\S+.*\n\s+--hash=sha256:[0-9a-f]{64}", entry)
    ]


def strangers(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """The names of a folder that its list does not have; dot names are tools' own."""
    return sorted(name for name in names if not name.startswith(".") and name not in set(known))
