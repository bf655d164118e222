"""The cache of the tests of WARC files."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the tests of a folder are no package: what they share is beside them

from made_cache import Shelf, shelf

__all__ = ["Shelf", "shelf"]
