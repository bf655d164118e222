"""What all tests share: the loader of case files, and how hypothesis looks for examples."""

import os
import sys
from pathlib import Path

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

sys.path.insert(0, str(Path(__file__).parent))  # casefiles.py

# The same examples every time, by no clock; a home that is no folder, so that nothing is left behind.
settings.register_profile("citecache", derandomize=True, deadline=None, database=None)
settings.load_profile("citecache")
set_hypothesis_home_dir(os.devnull)
