"""The house stands as drawn: data flows one way, no circles, and every room can be read in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in ("crawler", "pipelines")
    for path in (ROOT / folder).rglob("*.py")
}
FLOORS = {
    "crawler": 0,
    "crawler.items": 0,
    "crawler.card": 0,
    "crawler.history": 0,
    "crawler.alignment": 0,
    "crawler.churn": 0,
    "crawler.difference": 0,
    "crawler.errors": 0,
    "crawler.urls": 0,
    "crawler.addresses": 0,
    "crawler.clocks": 0,
    "crawler.zstd": 0,
    "crawler.cache": 1,
    "crawler.sources": 2,
    "pipelines": 2,
    "crawler.archive": 3,
    "crawler.settings": 3,
    "crawler.spiders": 3,
    "crawler.middlewares": 3,
    "crawler.exports": 3,
    "crawler.web": 3,
    "crawler.demo": 4,
    "crawler.cli": 4,
}
"""The table of floors, by the longest name that fits."""

MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 45


def floor(module: str) -> int:
    """The floor that a module stands on. A room that nobody has drawn has none: KeyError."""
    parts = module.split(".")
    for length in range(min(len(parts), 2), 0, -1):
        name = ".".join(parts[:length])
        if name in FLOORS and (length == len(parts) or name != "crawler"):
            return FLOORS[name]
    raise KeyError(f"{module} stands on no floor")


def imports(module: str) -> Iterator[tuple[str, int]]:
    """The modules of the house that a module imports, with the line; inside of functions, too."""
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            base = node.module or ""
            found = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names]
        else:
            continue
        for name in found:
            if name.split(".")[0] in ("crawler", "pipelines"):
                assert name in MODULES, f"{module}:{node.lineno}: {name} is not there"
                yield name, node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_from_a_higher_floor(module: str) -> None:
    upward = [f"line {line}: {name}" for name, line in imports(module) if floor(name) > floor(module)]
    assert upward == []


def test_no_two_modules_import_each_other_on_whatever_way() -> None:
    graph = {module: {name for name, _ in imports(module)} - {module} for module in MODULES}
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, f"a circle: {' -> '.join((*way[way.index(module) :], module))}"
        if module not in done:
            for name in graph[module]:
                walk(name, (*way, module))
            done.add(module)

    for module in graph:
        walk(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text()))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_and_its_functions_are_short_enough_to_read(module: str) -> None:
    source = MODULES[module].read_text()
    assert source.count("\n") <= MAX_MODULE_LINES
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > MAX_FUNCTION_LINES} == {}


@pytest.mark.parametrize("name", [name for name in FLOORS if "." in name])
def test_the_map_of_a_folder_names_its_modules(name: str) -> None:
    """Whoever opens `__init__.py` finds every other file of the folder."""
    folder = ROOT / name.replace(".", "/")
    if folder.is_dir():
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
        files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
        assert {stem for stem in files if stem not in docstring} == set()
