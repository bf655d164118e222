"""What the small cache of conftest.py holds."""

from datetime import UTC, datetime

GOOD, GONE = "https://example.org/llama", "https://example.org/gone"
TEXT = "The weights of the language model were leaked a week after its release.\n\n" + "More was said. " * 300
DAY = datetime(2026, 4, 9, 12, tzinfo=UTC)
