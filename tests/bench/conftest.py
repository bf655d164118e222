"""Makes bench/ importable: it is no package of ours that is installed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
