"""The tests of a folder are no package (import-mode importlib): what they share comes from beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
