"""Declared and actual content: charsets, media types, titles."""

import random
from dataclasses import replace

from terms import ALLOWED, GOOD, SECOND, Behaviour, Expected, answers, behaviour
from wire import PAGE, article, made, raw, whole

from crawler.model import Verdict

RUSSIAN = "Вода в гавани поднялась выше обычного уровня, и смотритель записал её высоту в книгу."
CYRILLIC = article(extra=f"<p>{RUSSIAN}</p>" * 6).decode()
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy."
NOISE = random.Random(5).randbytes(60_000)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + NOISE[:4000]
NO_TEXT = answers(200, Verdict.ALIVE, text="")


def typed(name: str, body: bytes, content_type: str, *expected: Expected, **more: object) -> Behaviour:
    """A body under a Content-Type."""
    return behaviour(name, raw(whole(body, "200 OK", ("Content-Type", content_type))), *expected, **more)  # type: ignore[arg-type]


def shows(text: str, **more: object) -> Expected:
    """A good page whose text contains this sentence."""
    return replace(GOOD, text=text, **more)


def pdf(*lines: str) -> bytes:
    """A minimal valid PDF with some lines of text."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 11 Tf 40 740 Td {shown}ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font <</F1 5 0 R>> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )


def titled(size: int) -> bytes:
    """A good page with a title of this many bytes."""
    return b"<html><head><title>" + b"tide " * (size // 5) + b"</title></head><body>" + PAGE.partition(b"<body>")[2]


PDF = pdf(SECOND, *("The harbour master wrote down the height of the water at every turn." for _ in range(30)))
NAMED = answers(200, Verdict.ALIVE, title_chars=1000, text=SECOND)
SURROGATES = "<p>Lone surrogates &#xD800; and &#xDFFF; and &#55357; and &#0; and &#x110000; and &#99999999999;</p>"

ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{ENTITIES}]>'.encode() + PAGE.replace(
    b"<p>2.", b"<p>&a9; 2."
)
"""The billion laughs, in XHTML."""

TABLE = (
    typed(
        "utf-8-labelled-latin-1", CYRILLIC.encode(), "text/html; charset=iso-8859-1", shows(RUSSIAN, charset="utf-8")
    ),
    typed("cp1251-labelled-utf-8", CYRILLIC.encode("cp1251"), "text/html; charset=utf-8", shows(RUSSIAN)),
    typed("cp1251-without-label", CYRILLIC.encode("cp1251"), "text/html", shows(RUSSIAN)),
    typed("koi8-r-labelled", CYRILLIC.encode("koi8-r"), "text/html; charset=koi8-r", shows(RUSSIAN)),
    typed("utf-16-with-mark", CYRILLIC.encode("utf-16"), "text/html", shows(RUSSIAN)),
    typed(
        "utf-16-be-with-mark", b"\xfe\xff" + CYRILLIC.encode("utf-16-be"), "text/html; charset=utf-8", shows(RUSSIAN)
    ),
    typed("utf-16-labelled", CYRILLIC.encode("utf-16-le"), "text/html; charset=utf-16le", shows(RUSSIAN)),
    typed("utf-16-without-mark", PAGE.decode().encode("utf-16-le"), "text/html", GOOD),
    typed("utf-16-labelled-utf-8", PAGE.decode().encode("utf-16-le"), "text/html; charset=utf-8", GOOD),
    typed("utf-16-odd-byte", PAGE.decode().encode("utf-16")[:-1], "text/html; charset=utf-16", GOOD),
    typed("utf-8-labelled-utf-16", PAGE, "text/html; charset=utf-16", GOOD),
    typed("utf-32", PAGE.decode().encode("utf-32"), "text/html", GOOD, answers(200, Verdict.ALIVE)),
    typed("utf-7", PAGE, "text/html; charset=utf-7", GOOD),
    typed("utf-7-script", article(extra="<p>+ADw-b+AD4-</p>"), "text/html; charset=utf-7", shows("+ADw-b+AD4-")),
    typed("charset-klingon", PAGE, "text/html; charset=klingon", GOOD),
    typed("charset-hex", PAGE, "text/html; charset=hex", GOOD),
    typed("charset-rot13", PAGE, "text/html; charset=rot13", GOOD),
    typed("charset-idna", PAGE, "text/html; charset=idna", GOOD),
    typed("charset-10-kb", PAGE, "text/html; charset=" + "x" * 10_000, GOOD),
    typed("charset-punctuation", PAGE, "text/html; charset='\"\\;,", GOOD),
    typed("two-charsets", CYRILLIC.encode(), "text/html; charset=cp1251; charset=utf-8", shows(RUSSIAN)),
    typed("iso-2022-jp-escapes", article(extra="<p>\x1b$B\x1b(B\x1b$@</p>"), "text/html; charset=iso-2022-jp", GOOD),
    typed(
        "meta-charset-lies", article(head='<meta charset="cp1251">', extra=f"<p>{CZECH}</p>"), "text/html", shows(CZECH)
    ),
    typed("nuls-between", PAGE.replace(b" ", b" \0"), "text/html; charset=utf-8", GOOD, NO_TEXT),
    typed("nuls-a-few", PAGE.replace(b"tide", b"ti\0de"), "text/html; charset=utf-8", GOOD),
    typed("nuls-only", bytes(50_000), "text/html; charset=utf-8", NO_TEXT, answers(200, Verdict.UNREACHABLE)),
    typed("surrogates", article(extra=SURROGATES), "text/html; charset=utf-8", shows("Lone surrogates")),
    typed("surrogate-bytes", article(extra="<p>Mark</p>").replace(b"Mark", b"\xed\xa0\x80 mark"), "text/html", GOOD),
    typed("overlong-utf-8", PAGE.replace(b"tides,", b"\xc0\xaf tides,"), "text/html; charset=utf-8", GOOD),
    typed(
        "control-characters", article(extra="<p>a\x01b\x0bc\x7fd\u0085e\ufffe</p>"), "text/html; charset=utf-8", GOOD
    ),
    typed(
        "right-to-left-override", article(extra="<p>\u202egnp.exe\u202c \u2066x</p>"), "text/html; charset=utf-8", GOOD
    ),
    typed(
        "noise-labelled-html", NOISE, "text/html; charset=utf-8", NO_TEXT, answers(200, Verdict.UNREACHABLE, text="")
    ),
    typed("noise-without-label", NOISE, "application/octet-stream", NO_TEXT),
    typed("png-labelled-html", PNG, "text/html", NO_TEXT),
    typed("html-labelled-png", PAGE, "image/png", GOOD),
    typed("html-labelled-binary", PAGE, "application/octet-stream", GOOD),
    typed("html-labelled-pdf", PAGE, "application/pdf", GOOD),
    typed("html-labelled-json", PAGE, "application/json", GOOD, answers(200, Verdict.ALIVE)),
    typed("pdf-labelled-html", PDF, "text/html; charset=utf-8", GOOD),
    typed("pdf-good", PDF, "application/pdf", GOOD),
    typed("pdf-cut", PDF[:300], "application/pdf", NO_TEXT),
    typed("type-missing", PAGE, "", GOOD),
    typed("type-multipart", PAGE, "multipart/x-mixed-replace; boundary=x", GOOD, answers(200, Verdict.ALIVE)),
    typed("xml-entities", LAUGHS, "application/xhtml+xml", answers(200, Verdict.ALIVE)),
    behaviour("title-2-mb", made((whole(titled(2_000_000)),)), NAMED, robots=ALLOWED),
    behaviour("title-10-mb", made((whole(titled(10_000_000)),)), NAMED, robots=ALLOWED, long=True),
)
