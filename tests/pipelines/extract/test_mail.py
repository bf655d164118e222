"""Mail and mailboxes: which parts are read, what is told of the others, and hostile structures."""

import pytest

from crawler.model import Capture
from pipelines.extract import extract

HEAD = "From: Ada Moor <a@b.test>\r\nSubject: The mill\r\nDate: Tue, 5 Mar 2024 10:00:00 +0000\r\n"


def run(body: str | bytes, media: str = "message/rfc822") -> Capture:
    data = body.encode() if isinstance(body, str) else body
    return extract(data, url="https://site.test/a", content_type=media)


def multipart(*parts: str, kind: str = "mixed", end: str = "--x--\r\n", head: str = HEAD) -> str:
    inner = "".join(f"--x\r\n{part}\r\n" for part in parts)
    return f'{head}Content-Type: multipart/{kind}; boundary="x"\r\n\r\nThis is MIME.\r\n{inner}{end}'


def part(text: str, kind: str = "text/plain", more: str = "") -> str:
    return f"Content-Type: {kind}\r\n{more}\r\n{text}"


FORWARDED = part(f"From: B <b@b.test>\r\nSubject: The weir\r\n\r\n{'It leaks.'}", "message/rfc822")

READ = {
    "all parts of a mixed message": (multipart(part("It turns."), part("It stops.")), "It turns.\n\nIt stops."),
    "the plain one of alternatives": (
        multipart(part("<p>Loud</p>", "text/html"), part("Plain."), kind="alternative"),
        "Plain.",
    ),
    "the last alternative where none is plain": (
        multipart(part("x", "text/enriched"), part("<p>It <b>turns</b>.</p>", "text/html"), kind="alternative"),
        "It turns.",
    ),
    "alternatives within a part": (
        multipart(
            multipart(part("It turns."), part("<p>x</p>", "text/html"), kind="alternative", head="")
            .replace("--x", "--y")
            .replace('"x"', '"y"')
        ),
        "It turns.",
    ),
    "a message that was forwarded": (multipart(part("See below."), FORWARDED), "See below.\n\nThe weir\n\nIt leaks."),
    "a digest, whose parts are messages": (
        multipart("\r\nSubject: One\r\n\r\nIt turns.", "\r\nSubject: Two\r\n\r\nIt stops.", kind="digest"),
        "One\n\nIt turns.\n\nTwo\n\nIt stops.",
    ),
    "a part without its end": (multipart(part("It turns."), part("It stops."), end=""), "It turns.\n\nIt stops."),
    "a line that only begins like a delimiter": (multipart(part("It turns.\r\n--xylem\r\n--\r\nIt stops.")), "xylem"),
    "what a delimiter follows on the same line": (
        multipart(part("It turns. --x\r\nIt stops.")),
        "turns. --x\nIt stops",
    ),
    "what follows the last delimiter is no text": (multipart(part("It turns.")) + "farewell", "It turns."),
    "a multipart message without its delimiter": (
        f"{HEAD}Content-Type: multipart/mixed; boundary=z\r\n\r\nIt turns.",
        "It turns.",
    ),
    "an attachment's name": (
        multipart(
            part("It turns."), part("%PDF", "application/pdf", "Content-Disposition: attachment; filename=a.pdf\r\n")
        ),
        "It turns.\n\n[attachment: a.pdf]",
    ),
    "a name in encoded words": (
        multipart(part("", "image/png", 'Content-Disposition: inline; filename="=?utf-8?q?M=C3=BChle=2Epng?="\r\n')),
        "[attachment: Mühle.png]",
    ),
    "a body where the empty line is missing": (f"{HEAD}It turns, all day long.\r\nIt does.", "It turns, all day long."),
    "quoted-printable": (
        (
            f"{HEAD}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            "M=C3=BChle =\r\nam Bach"
        ),
        "Mühle am Bach",
    ),
    "base64 in Latin-1": (
        (
            f"{HEAD}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: BASE64\r\n\r\n"
            "TfxobGUg\r\nZHJlaHQu"
        ),
        "Mühle dreht.",
    ),
    "lines that flow": (
        f"{HEAD}Content-Type: text/plain; format=flowed\r\n\r\nIt turns \r\nall day.\r\n> It \r\n> does.\r\n-- \r\nAda",
        "It turns all day.\n> It\n> does.\n--\nAda",
    ),
    "a folded header": (
        f"{HEAD}Content-Type: multipart/mixed;\r\n\tboundary=x\r\n\r\n--x\r\n\r\nIt turns.\r\n--x--",
        "It turns.",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_read_of_a_message(name: str) -> None:
    source, wanted = READ[name]
    found = run(source)
    assert wanted in (found.text or "")
    assert not {"This is MIME", "farewell", "Loud", "Content-Type"} & set((found.text or "").split("\n"))
    assert "farewell" not in (found.text or "")
    assert found.metadata.title == "The mill"


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_a_header_may_have_characters_that_are_not_encoded(coding: str) -> None:
    found = run("From: Jörg Mühl <j@b.test>\nSubject: Die Mühle\n\nSie dreht.".encode(coding))
    assert (found.metadata.title, found.metadata.authors) == ("Die Mühle", ("Jörg Mühl",))


def test_parts_that_are_not_read_are_told() -> None:
    found = run(multipart(*(part(f"line {n}") for n in range(250))))
    assert "line 198" in (found.text or "")
    assert found.doubt == "text of the first 200 parts only"
    assert run(multipart(*(part(f"line {n}") for n in range(150)))).doubt is None


def test_a_message_may_speak_of_many_boundaries() -> None:
    text = 'Content-Type: multipart/mixed; boundary="x"\r\n' * 200
    assert (run(f"{HEAD}\r\n{text}It turns.").text or "").endswith("It turns.")


def test_every_message_of_a_mailbox_has_its_heading_and_its_charset() -> None:
    messages = [
        f"From a\nSubject: No {n}\nFrom: Ada Moor <a@b.test>\n\nÀ la trémie, nº {n}, près du bief gelé.\n\n"
        for n in range(300)
    ]
    found = run("".join(messages).encode("latin-1"), "application/mbox")
    for n in (0, 150, 299):
        assert f"No {n}\n\nAda Moor\n\nÀ la trémie, nº {n}, près du bief gelé." in (found.text or "")


NESTED = "".join(f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n' for n in range(3000))

HOSTILE = {
    "parts in each other": f"{HEAD}Content-Type: multipart/mixed; boundary=b0\r\n\r\n{NESTED}It turns.",
    "messages in each other": "Content-Type: message/rfc822\r\n\r\n" * 20_000 + "It turns.",
    "parts": multipart(*["\r\nx"] * 50_000),
    "parts without a line": multipart(*[""] * 100_000),
    "parameters": f"{HEAD}Content-Type: text/plain{'; a=b' * 100_000}\r\n\r\nIt turns.",
    "quotes": f"{HEAD}Content-Type: text/plain{';' + chr(34) * 200_000}\r\n\r\nIt turns.",
    "pieces of a file's name": f"{HEAD}Content-Disposition: attachment{'; filename*1=b' * 40_000}\r\n\r\nIt turns.",
    "flowing lines": f"{HEAD}Content-Type: text/plain; format=flowed\r\n\r\n{'a ' + chr(10)}" + "a \n" * 200_000,
    "elements": f"{HEAD}Content-Type: text/html\r\n\r\n{'<p>a' * 200_000}",
    "boundaries in one line": f"{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{'--b' * 1_000_000}",
    "addresses": f"{HEAD.replace('Ada', 'a,b<c>;' * 100_000)}\r\nIt turns.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_ends_as_a_text_or_a_reason_in_linear_work(name: str) -> None:
    found = run(HOSTILE[name])
    assert found.text or (found.no_text and not found.no_text.startswith("extraction failed"))
