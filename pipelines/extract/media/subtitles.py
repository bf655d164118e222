"""Subtitles: WebVTT (www.w3.org/TR/webvtt1), SubRip and TTML (www.w3.org/TR/ttml2). The cues' text, without times,
numbers and tags.
"""

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from crawler.model import Capture, Metadata
from crawler.text.digits import unescape
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
    cues = [lines for block in text.split("\n\n") if (lines := _cue(block))]
    match = _TITLE.match(text)
    title = one_line(match[1]) if match else ""
    metadata = Metadata.told(title=(title, "WEBVTT header"))
    return captured(tidy(spoken(cues)), media=body.media, metadata=metadata, extractor="subtitles", charset=charset)


def spoken(cues: Iterable[Sequence[str]]) -> str:
    """The paragraphs of cues, each of one or more lines."""
    paragraphs: list[str] = []
    current: list[str] = []
    before: Sequence[str] = ()
    for lines in cues:
        # Automatic captions show a line once more while the next one comes.
        rolled = bool(before) and max(len(lines), len(before)) > 1 and lines[0] == before[-1]
        cue = " ".join(lines[1:] if rolled else lines)
        if not cue or lines == before:
            continue
        if current and (_END.search(current[-1]) or cue.startswith(("- ", "–", "—", ">>", "["))):
            paragraphs.append(" ".join(current))
            current = []
        current.append(cue)
        before = lines
    paragraphs.append(" ".join(current))
    return "\n\n".join(paragraphs)


def read_ttml(root: etree._Element) -> str:
    """The speech of TTML: each `p` is a cue, whose lines end with `br`."""
    cues = []
    for cue in root.iter("{*}p"):
        for end in cue.iter("{*}br"):
            end.tail = f"\n{end.tail or ''}"
        text = etree.tostring(cue, method="text", encoding="unicode", with_tail=False)
        cues.append([line for part in text.split("\n") if (line := " ".join(part.split()))])
    return spoken(cue for cue in cues if cue)


def _cue(block: str) -> list[str]:
    """The lines of a cue; none for what is no cue: the header, notes, styles."""
    lines = block.split("\n")
    at = next((number for number, line in enumerate(lines[:3]) if _TIMES.match(line)), None)
    if at is None:
        return []
    shown = (unescape(_TAG.sub("", _SPEAKER.sub(r"\1: ", line))) for line in lines[at + 1 :])
    return [line for text in shown if (line := " ".join(text.split()))]
