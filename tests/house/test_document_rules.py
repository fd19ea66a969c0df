"""Each rule about documents catches its fault in a small bad sample."""

import typer

from tests.house import document_rules

HASH = "    --hash=sha256:" + "0" * 64


def test_a_name_that_is_not_documented_is_caught() -> None:
    assert document_rules.undocumented(["find", "show"], "`lobby find`", "`lobby {}") == ["show"]


def test_commands_are_found_in_families_too() -> None:
    app, staff = typer.Typer(), typer.Typer()
    app.command("find")(lambda: None)
    staff.command("add")(lambda: None)
    staff.command("list")(lambda: None)
    app.add_typer(staff, name="staff")
    assert document_rules.commands_of(typer.main.get_command(app)) == ["find", "staff add", "staff list"]


def test_links_to_files_are_found() -> None:
    text = "![a](docs/a.png) [b](LICENSE) [c](#part) [d](queries/README.md#header) [e](https://example.org)"
    assert document_rules.linked(text) == ["docs/a.png", "LICENSE", "queries/README.md"]


def test_a_package_without_version_or_hash_is_caught() -> None:
    lock = f"duckdb==2.0.0 \\\n{HASH}\npandas==3.1.1\nrich \\\n{HASH}\n"
    assert document_rules.pinned_without_hash(lock) == ["pandas==3.1.1", "rich \\"]


def test_a_stranger_in_a_folder_is_caught() -> None:
    assert document_rules.strangers([".ci", "lobby", "scratch.py"], ["lobby"]) == ["scratch.py"]
