"""Subtitles: WebVTT (www.w3.org/TR/webvtt1) and SubRip. The cues' text, without times, numbers and tags."""

import re
from html import unescape

from crawler.model import Capture, Metadata
from crawler.text.tidy import one_line, tidy
from pipelines.extract.decode import to_text
from pipelines.extract.media.blocks import captured
from pipelines.extract.media.types import MediaBody

_TIMES = re.compile(r"\s*(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}\s+-->\s")
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]+)>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}")
_END = re.compile(r"""[.!?…。！？]["”’')\]]*$""")
_TITLE = re.compile(r"WEBVTT[ \t]+(?:-[ \t]+)?([^\n]+)")


def capture(body: MediaBody) -> Capture:
    """The Capture of subtitles: a paragraph ends with a sentence at a cue's end, or where another person speaks."""
    charset, text = to_text(body.data, body.content_type)
    text = tidy(text)
    cues = [cue for block in text.split("\n\n") if (cue := _cue(block))]
    paragraphs: list[str] = []
    current: list[str] = []
    last = ""
    for cue in cues:
        if cue == last:  # automatic captions repeat a line while the next one comes
            continue
        if current and (_END.search(last) or cue.startswith(("- ", "–", "—", ">>", "["))):
            paragraphs.append(" ".join(current))
            current = []
        current.append(cue)
        last = cue
    paragraphs.append(" ".join(current))
    match = _TITLE.match(text)
    title = one_line(match[1]) if match else ""
    metadata = Metadata.told(title=(title, "WEBVTT header"))
    return captured(
        tidy("\n\n".join(paragraphs)), media=body.media, metadata=metadata, extractor="subtitles", charset=charset
    )


def _cue(block: str) -> str:
    """The text of a cue; "" for what is none: the header, notes, styles."""
    lines = block.split("\n")
    at = next((number for number, line in enumerate(lines[:3]) if _TIMES.match(line)), None)
    if at is None:
        return ""
    shown = _TAG.sub("", _SPEAKER.sub(r"\1: ", " ".join(lines[at + 1 :])))
    return " ".join(unescape(shown).split())
