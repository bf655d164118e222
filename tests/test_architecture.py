"""Three packages, one direction, no circles; every module can be read in one sitting.

citecache -> pipelines -> crawler      (an arrow reads "imports")
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("crawler", "pipelines", "citecache")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in PACKAGES
    for path in (ROOT / folder).rglob("*.py")
}

LAYERS: tuple[tuple[str, ...], ...] = (
    ("crawler", "crawler.child_path", "crawler.extras", "crawler.model", "crawler.net", "crawler.text"),
    ("crawler.cache", "crawler.sources"),
    ("crawler.cache.read",),
    ("crawler.cache.write",),
    (
        "crawler.context",
        "crawler.request_state",
        "crawler.settings",
        "crawler.middlewares",
        "crawler.memento",
        "crawler.spiders",
    ),
    ("pipelines",),
    (
        "citecache.import_path",
        "citecache.startup",
        "citecache.results",
        "citecache.render",
        "citecache.schemas",
        "citecache.demo",
    ),
    # What a site shows as the web view does.
    ("citecache.usecases.explain", "citecache.usecases.quote_check", "citecache.usecases.resource_view"),
    ("citecache.exports", "citecache.imports"),
    ("citecache.usecases", "citecache.cluster"),
    ("citecache.api", "citecache.mcp", "citecache.web"),
    ("citecache",),
    ("citecache.cli", "citecache.__main__"),
)
"""Layers from the bottom up: a module imports its own layer and those below it. The longest name that fits counts."""

MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 40

LONG: dict[str, str] = {}
"""Modules ("a.b") and functions ("a.b:name") that are longer, each with the reason."""

_FOR_NOTEBOOKS = "citecache/api/shown.py adds to it how a notebook shows it, which a lower layer cannot know"
SAME_NAME: dict[str, str] = dict.fromkeys(("Card", "Report", "Worklist"), _FOR_NOTEBOOKS)
"""Class names that stand for the same thing in two modules, each with the reason."""

SQL = re.compile(
    r"""\s*(
        SELECT\s
        | INSERT\s+(OR\s|INTO\s)
        | REPLACE\s+INTO\s
        | UPDATE\s+\S+\s+SET\s
        | DELETE\s+FROM\s
        | (CREATE|ALTER|DROP)\s+(TEMP|TABLE|VIEW|UNIQUE|INDEX|VIRTUAL|TRIGGER)
        | WITH\s+(RECURSIVE\s+)?\w+\s*(\([^)]*\)\s*)?AS\s
        | (PRAGMA|ATTACH|DETACH|VACUUM|SAVEPOINT|EXPLAIN)\s
        | (BEGIN|COMMIT|ROLLBACK|VACUUM)\b(\s+(IMMEDIATE|EXCLUSIVE|DEFERRED|TRANSACTION))?\s*;?\s*$
    )""",
    re.VERBOSE,
)
"""The beginning of an SQL statement, in capitals as ours are."""


def layer(module: str) -> int:
    """The layer of a module. KeyError: the table does not know it."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        for index, names in enumerate(LAYERS):
            if name in names and (length == len(parts) or length > 1 or name == "pipelines"):
                return index
    raise KeyError(f"{module} belongs to no layer")


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[tuple[str, int]]:
    """The modules of ours that a module imports, with the line; inside functions, too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            base = node.module or ""
            found = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names]
        else:
            continue
        for name in found:
            if name.split(".")[0] in PACKAGES:
                assert name in MODULES, f"{module}:{node.lineno}: there is no module {name}"
                yield name, node.lineno


@pytest.mark.parametrize("module", sorted(MODULES))
def test_nothing_is_imported_from_a_higher_layer(module: str) -> None:
    upward = [f"line {line}: {name}" for name, line in imports(module) if layer(name) > layer(module)]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: {name for name, _ in imports(module)} - {module} for module in MODULES}
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, f"a circle: {' -> '.join((*path[path.index(module) :], module))}"
        if module not in done:
            for name in graph[module]:
                walk(name, (*path, module))
            done.add(module)

    for module in graph:
        walk(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree(module))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_and_its_functions_are_short_enough_to_read(module: str) -> None:
    lengths = {
        f"{module}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {name for name, length in lengths.items() if length > MAX_FUNCTION_LINES}
    if MODULES[module].read_text(encoding="utf-8").count("\n") > MAX_MODULE_LINES:
        long.add(module)
    assert long - set(LONG) == set()


def test_a_class_name_means_one_thing() -> None:
    names = Counter(
        node.name for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in names.items() if count > 1} - set(SAME_NAME) == set()


def sql_statements(source: ast.AST) -> list[str]:
    """String literals that begin an SQL statement, those in f-strings too, with their lines."""
    return [
        f"line {node.lineno}: {node.value[:60]}"
        for node in ast.walk(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]


@pytest.mark.parametrize("module", [name for name in MODULES if not f"{name}.".startswith("crawler.cache.")])
def test_sql_is_written_in_the_cache_only(module: str) -> None:
    assert sql_statements(tree(module)) == []


def test_sql_statements_are_recognised() -> None:
    """Most modules that execute SQL hold a literal that `SQL` matches."""
    for side in ("read", "write"):
        folder = [name for name in MODULES if name.startswith(f"crawler.cache.{side}.")]
        assert sum(bool(sql_statements(tree(name))) for name in folder) > len(folder) / 2
    assert sql_statements(ast.parse('f"UPDATE pages SET {columns}"; "PRAGMA user_version"; "WITH t AS (SELECT 1)"'))
    assert sql_statements(ast.parse('"Select one"; "UPDATE the page"; "WITH care"')) == []


@pytest.mark.parametrize("module", [name for name, path in MODULES.items() if path.name == "__init__.py"])
def test_the_map_of_a_folder_names_its_modules(module: str) -> None:
    """Whoever opens `__init__.py` finds every other module of the folder."""
    path = MODULES[module]
    docstring = ast.get_docstring(tree(module)) or ""
    stems = {other.stem for other in path.parent.glob("*.py")} - {"__init__", "__main__"}
    assert {stem for stem in stems if stem not in docstring} == set()


PRINTING = {"citecache.cli.options", "citecache.cli.streams", "citecache.exports.files", "crawler.sources"}
"""Where stdout and stderr may be written to; everything else calls these."""


def writes(module: str) -> Iterator[str]:
    """Calls that print: `print`, `click.echo`, and what writes to a stream of `sys`."""
    for node in ast.walk(tree(module)):
        if not isinstance(node, ast.Call):
            continue
        call = ast.unparse(node.func)
        if call in ("print", "click.echo", "click.secho") or re.fullmatch(r"sys\.(__)?std(out|err)\S*\.write\w*", call):
            yield f"line {node.lineno}: {call}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_only_one_place_writes_to_the_standard_streams(module: str) -> None:
    """What is printed past it would not be inert: citecache/cli/streams.py."""
    allowed = any(module == name or module.startswith(f"{name}.") for name in PRINTING)
    assert allowed or list(writes(module)) == []
