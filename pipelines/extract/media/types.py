"""Which module reads which media type: the table of `pipelines.extract.page`.

A module has `capture(body: MediaBody) -> Capture` and is imported when its first body comes. What the table does not
know has no text: pictures, sound, video, fonts, archives, programs.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaBody:
    """The body of a response, and what is known of it."""

    data: bytes
    media: str  # by `sniff`
    url: str = ""
    content_type: str | None = None


NOT_READ = frozenset(("text/css", "text/calendar", "text/vcard", "text/x-vcard", "text/directory"))
"""Media types in text/* that nobody cites for their text."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

MAIL = ("message/rfc822", "message/global", "multipart/mixed", "multipart/alternative", "multipart/related")

_TABLE: dict[str, tuple[str, ...]] = {
    "docx": (
        *(f"{_OOXML}wordprocessingml.{kind}" for kind in ("document", "template")),
        "application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-word.template.macroenabled.12",
    ),
    "pptx": (
        *(f"{_OOXML}presentationml.{kind}" for kind in ("presentation", "slideshow", "template")),
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
    ),
    "xlsx": (
        *(f"{_OOXML}spreadsheetml.{kind}" for kind in ("sheet", "template")),
        "application/vnd.ms-excel.sheet.macroenabled.12",
    ),
    "odf": (
        *(_ODF + kind for kind in ("text", "text-template", "text-master", "spreadsheet", "presentation", "graphics")),
        *(_ODF + kind for kind in ("spreadsheet-template", "presentation-template", "text-web")),
        *(_ODF + kind for kind in ("text-flat-xml", "spreadsheet-flat-xml", "presentation-flat-xml")),
    ),
    "epub": ("application/epub+zip",),
    "rtf": ("application/rtf", "text/rtf", "application/x-rtf", "text/richtext"),
    "notebook": ("application/x-ipynb+json",),
    "tex": ("application/x-tex", "application/x-latex", "text/x-tex", "text/x-latex", "application/tex", "text/tex"),
    "subtitles": ("text/vtt", "application/x-subrip", "text/srt", "application/srt", "text/x-srt"),
    "mail": (*MAIL, "application/mbox", "application/x-mimearchive", "message/news"),
}

SOURCE = frozenset(
    """
    application/javascript application/x-javascript application/ecmascript application/typescript application/sql
    application/x-sql application/graphql application/x-sh application/x-shellscript application/x-csh
    application/x-perl application/x-python application/x-python-code application/x-ruby application/x-httpd-php
    application/x-php application/x-lua application/x-r application/x-patch application/x-diff
    """.split()
)
"""Source code outside text/*; W3C and IANA names, and those of the Apache and nginx tables of suffixes."""

DATA = frozenset(
    """
    application/json application/ld+json application/yaml application/x-yaml application/toml application/x-toml
    application/x-ndjson application/ndjson application/jsonl application/x-jsonlines application/jsonlines
    application/json-seq application/x-json application/json5 application/csv application/x-csv
    application/tab-separated-values application/tsv application/x-tsv application/x-bibtex
    application/x-research-info-systems application/mathematica application/x-troff application/x-troff-man
    application/x-texinfo application/x-info application/markdown application/x-markdown application/text
    application/plain application/txt application/x-text application/xml-dtd application/relax-ng-compact-syntax
    application/n-triples application/n-quads application/trig application/sparql-query application/x-turtle
    application/http application/x-subrip+plain application/cff application/x-gettext-translation
    """.split()
)
"""Text and data outside text/* that people cite and read as it is: data, configuration, API responses."""

_MODULES = {media: f"pipelines.extract.media.{name}" for name, medias in _TABLE.items() for media in medias}


def module_of(media: str) -> str | None:
    """The name of the module that reads a media type; None for what has no text."""
    if found := _MODULES.get(media):
        return found
    if media in NOT_READ or media == "image/svg+xml":
        return None
    if media.endswith(("+json", "+yaml")) or media in DATA or media in SOURCE:
        return "pipelines.extract.media.plain"
    if media.endswith(("/xml", "+xml")):
        return "pipelines.extract.media.xml"
    return "pipelines.extract.media.plain" if media.startswith("text/") else None
