"""The short form of `make hostile`: every part, with smaller times and sizes."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("run.py")


@pytest.mark.skipif(sys.platform != "linux", reason="needs all addresses of 127/8, and /proc")
def test_hostile_servers_do_no_harm() -> None:
    """Every record is as the tables expect, within memory and time limits, without a forbidden connection."""
    done = subprocess.run([sys.executable, str(PROGRAM), "--short"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
