"""docs/notebook.ipynb runs from its first cell to its last, and shows what is stored in it."""

import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def test_the_notebook_runs_and_shows_what_is_stored_in_it() -> None:
    """In a kernel of its own. `python docs/run_notebook.py` stores what it shows now."""
    command = [sys.executable, ROOT / "docs" / "run_notebook.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr


def test_the_notebook_is_stored_with_what_it_shows_and_nothing_of_the_machine() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert sum("text/html" in output.get("data", {}) for output in shown) >= 6
    assert not [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    for private in (str(ROOT), str(Path.home()), "/tmp/"):
        assert private not in NOTEBOOK.read_text(encoding="utf-8"), private
