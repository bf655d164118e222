"""Plain text, Markdown and data, which are kept unchanged."""

from crawler.model import Capture, Metadata
from crawler.text.tidy import one_line, tidy
from pipelines.extract.decode import to_text

MARKDOWN = frozenset(("text/markdown", "text/x-markdown"))


def capture(body: bytes, *, media: str, content_type: str | None) -> Capture:
    """The Capture of text without markup; a Markdown file's first `# heading` is its title."""
    charset, text = to_text(body, content_type)
    text = tidy(text)
    metadata = Metadata()
    if media in MARKDOWN or text.startswith("# "):
        title = next((line[2:] for line in text[:5000].splitlines() if line.startswith("# ")), None)
        if title:
            metadata = Metadata(title=one_line(title), sources={"title": "# heading"})
    return Capture(
        media_type=media,
        charset=charset,
        text=text or None,
        no_text=None if text else "no text: empty body",
        metadata=metadata,
        extractor="plain",
        extractor_version="1",
    )
