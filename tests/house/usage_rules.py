"""Checkers over what is written and never asked: names of the package, queries."""

import ast
from collections.abc import Iterator, Mapping

from tests.house import rules

Name = tuple[str, str]  # module, name


def unused(program: Mapping[str, str], entered: frozenset[Name]) -> list[str]:
    """The names at the top of modules of the package that nothing in `program` (module → source) asks for.

    Tests are no part of it. A decorated function is asked by what decorates it; `entered` from outside.
    """
    asked = {one for module, source in program.items() for one in names_asked(module, source, program)}
    return [
        f"{module}.{name} is asked for by nobody"
        for module, source in program.items()
        if module.startswith("lobby.") and ".migrations." not in module
        for name in names_made(source)
        if (module, name) not in asked | entered
    ]


def names_made(source: str) -> Iterator[str]:
    """The functions, classes and constants at the top of a module."""
    for node in rules.parsed(source).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if not any(is_registration(one) for one in node.decorator_list):
                yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def is_registration(decorator: ast.expr) -> bool:
    """`@app.command(…)`: what it decorates is found by the decorator's owner."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)


def names_asked(module: str, source: str, modules: Mapping[str, str]) -> Iterator[Name]:
    """What a module imports, reads of the modules it imports, or reads of its own."""
    called: dict[str, str] = {}
    read: list[tuple[str, str]] = []
    for node in rules.walked(source):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield module, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            read.append((node.value.id, node.attr))
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                if f"{node.module}.{one.name}" in modules:
                    called[one.asname or one.name] = f"{node.module}.{one.name}"
                yield str(node.module), one.name
    yield from ((called[name], attribute) for name, attribute in read if name in called)
