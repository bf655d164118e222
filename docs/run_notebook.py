"""Execute docs/notebook.ipynb, and store or compare what it shows. tests/test_notebook.py compares.

    python docs/run_notebook.py [--check]

The notebook is stored with its outputs, so that it can be read where nothing runs it, as on GitHub. With --check
nothing is written; exit status 1 when a cell fails, or shows something else than what is stored. What differs from run
to run (the day, random ids) is not compared.
"""

import copy
import difflib
import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

PATH = Path(__file__).resolve().parent / "notebook.ipynb"

TIMEOUT = 180
"""Seconds for one cell: the demo's crawl waits a second between the requests to a host."""

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
VARYING = (
    (re.compile(r"sid_[0-9A-Za-z]{10}"), "SID"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:Z|\+00:00)?"), "MOMENT"),
    (re.compile(rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}"), "DAY"),
)


def main() -> int:
    """Run the notebook; return the exit status."""
    check = "--check" in sys.argv[1:]
    stored = nbformat.read(PATH, as_version=4)
    try:
        executed = run(stored)
    except CellExecutionError as error:
        print(error, file=sys.stderr)
        return 1
    if check:
        return compare(stored, executed)
    nbformat.write(executed, PATH)
    return 0


def run(stored: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook as a kernel of its own leaves it, in an empty folder, with nothing of the user's configuration."""
    notebook = copy.deepcopy(stored)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            os.environ[name] = str(Path(folder) / "jupyter")
        work = Path(folder) / "work"
        work.mkdir()
        client = NotebookClient(
            notebook, timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": str(work)}}
        )
        client.execute()
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            if "text/html" in (data := output.get("data", {})):  # as it is shown: the plain form may be very long
                output.data = nbformat.from_dict({"text/html": data["text/html"]})
    return notebook


def compare(stored: nbformat.NotebookNode, executed: nbformat.NotebookNode) -> int:
    """Exit status 1 and a diff on stderr, if the outputs differ."""
    before, after = lines(stored), lines(executed)
    for line in difflib.unified_diff(before, after, "stored", "executed", lineterm=""):
        print(line, file=sys.stderr)
    return int(before != after)


def lines(notebook: nbformat.NotebookNode) -> list[str]:
    """Every line that the cells show, of each form of it."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            shown = output.get("data", {"text/plain": output.get("text", "")})
            for kind in sorted(shown):
                found += [f"{cell.source.splitlines()[0]} -> {kind}", *fixed(shown[kind]).splitlines()]
    return found


def fixed(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, name in VARYING:
        text = pattern.sub(name, text)
    return text


if __name__ == "__main__":
    sys.exit(main())
