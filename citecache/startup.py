"""Are the packages that we would import ours? `crawler` and `pipelines` are common names. Standard library only.

The command imports its own, whatever else is on the path under these names. A program that imports `citecache` may have
packages of these names itself: there, one line says so.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path

PACKAGES = ("crawler", "pipelines")
"""Top-level packages that belong to citecache beside `citecache` itself."""


def import_own_packages() -> str | None:
    """Import our packages from beside this one, before any other of these names; one line if they are not there."""
    root = Path(__file__).resolve().parent.parent
    for name in PACKAGES:
        spec = PathFinder.find_spec(name, [str(root)])
        if spec is None or spec.loader is None:
            return _missing(root / name)
        if name not in sys.modules:
            sys.modules[name] = module = module_from_spec(spec)
            spec.loader.exec_module(module)
    return foreign_package()


def foreign_package() -> str | None:
    """One line about the first package that hides ours, or that was installed over it; None: all is well.

    A folder without `__init__.py` hides nothing: Python prefers a package wherever it stands on the path.
    """
    root = Path(__file__).resolve().parent.parent
    for name in PACKAGES:
        ours, found = root / name, _origin(name)
        if found is None:
            return _missing(ours)
        if not _same_folder(found, ours):
            return (
                f"{found} hides citecache's own package `{name}`: "
                "rename or uninstall it, start from another folder, or take it off PYTHONPATH"
            )
    return None


def _missing(package: Path) -> str:
    return f"{package / '__init__.py'} is missing: citecache is not installed completely; reinstall it"


def broken_package(error: ImportError) -> str | None:
    """One line about an import from `crawler` or `pipelines` that failed: another distribution wrote over the files."""
    name = error.name or ""
    if name.partition(".")[0] not in PACKAGES:
        return None
    where = error.path or f"`{name}`"
    return (
        f"{where} is not citecache's ({error.msg}): another or an older distribution owns the package "
        f"`{name.partition('.')[0]}`; uninstall it, then reinstall citecache"
    )


def _same_folder(found: Path, ours: Path) -> bool:
    """Whether `found` is the `__init__` of our package: its source, its bytecode alone, or an entry of a zip file."""
    if found.stem != "__init__":
        return False
    return found.parent == ours or (found.exists() and ours.exists() and found.parent.samefile(ours))


def _origin(name: str) -> Path | None:
    """The file that `import name` reads, or has read."""
    module = sys.modules.get(name)
    if module is not None:
        return Path(module.__file__ or "") if getattr(module, "__file__", None) else None
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin) if spec and spec.origin else None
