"""Bytes -> text: UTF-8 first, then what is declared, then a guess."""

import random

import pytest
from growth import assert_linear

from crawler.model.errors import SourceError
from crawler.sources.parsing.encodings import DecodedText, decode

SENTENCES = {
    "cp1252": [
        "author = {José Peña}, title = {Año}",
        "Björn Åström och Göran Sjöberg skrev en bok om sjöar.",
        "L’été dernier, les élèves ont étudié à l’école près de la forêt.",
        "Über die Größe der Bäume – ein Überblick.",
        "O coração não é só um órgão; é também uma metáfora.",
        "The café’s “menu” costs £5 – a naïve résumé.",
        "Ægteskab på Ærø: smørrebrød og ål.",
        "It costs £5.",
        "10 µm and ½ cup",
    ],
    "cp1250": [
        "Příliš žluťoučký kůň úpěl ďábelské ódy.",
        "Zażółć gęślą jaźń, a łódź płynie po Wiśle.",
        "Dvořák",
        "Erdős",
    ],
    "iso8859_2": ["Zażółć gęślą jaźń, a łódź płynie po Wiśle."],
    "cp1251": ["Отчёт о состоянии озёр и рек России за прошлый год.", "author = {Иванов, Иван}, title = {О воде}"],
    "koi8_r": ["Отчёт о состоянии озёр и рек России за прошлый год.", "Вода поднимается каждый год."],
    "gb18030": ["水位正在上升，研究报告说明了这一点。", "作者：王小明，题目：论水。"],
    "big5": ["水位正在上升，研究報告說明了這一點。", "作者：王小明，題目：論水。"],
    "shift_jis": ["水位は上昇しており、報告書はそれを示している。", "著者：山田太郎、題名：水について"],
    "euc_jp": ["水位は上昇しており、報告書はそれを示している。"],
    "iso2022_jp": ["水位は上昇しており、報告書はそれを示している。"],
    "euc_kr": ["수위가 상승하고 있으며 보고서가 이를 보여 준다.", "저자: 김철수, 제목: 물에 대하여"],
    "cp1253": ["Η στάθμη του νερού ανεβαίνει, όπως δείχνει η έκθεση."],
    "cp1255": ["מפלס המים עולה, כפי שמראה הדוח."],
    "cp1256": ["مستوى المياه يرتفع كما يظهر التقرير."],
}
ENGLISH = "@misc{{a1,\n  title = {{A title}},\n  url = {{https://example.org/a}},\n  note = {{{}}}\n}}\n"


@pytest.mark.parametrize("frame", ["{}", ENGLISH, "Plain English, https://example.org/.\n" * 2_000 + "{}\n"])
@pytest.mark.parametrize(
    ("encoding", "sentence"), [(name, text) for name, texts in SENTENCES.items() for text in texts]
)
def test_a_sentence_is_read_in_the_encoding_that_it_was_written_in(encoding: str, sentence: str, frame: str) -> None:
    text = frame.format(sentence)
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize(
    "text", ["See https://example.org/\n", "水位 https://example.org/ 上升\n", "Вода: https://example.org/\n"]
)
def test_unicode_is_read_with_and_without_a_mark(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.issues) == (text, ())


def test_stray_bytes_are_replaced_and_complained_about_once() -> None:
    data = "Größe\r\nÜber\n".encode() + b"one \xe9 here\ntwo \xff" + "\nSjöberg ö".encode()
    decoded = decode(data)
    assert decoded.text == "Größe\nÜber\none \ufffd here\ntwo \ufffd\nSjöberg ö"
    assert decoded.issues == ((3, "2 places that are not UTF-8: read as U+FFFD"),)
    assert decode("Größe \ufffd".encode()).issues == ()


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=iso-8859-5>",
        "<?xml version='1.0' encoding='iso-8859-5'?>",
        "% Encoding: ISO8859_5",
        "@comment{x-kbibtex-encoding=iso-8859-5}",
        "% !BIB encoding = ISO-8859-5",
        "# -*- mode: text; coding: iso-8859-5-unix -*-",
        "\\usepackage[iso-8859-5]{inputenc}",
    ],
)
def test_a_declared_encoding_is_used(head: str) -> None:
    text = f"{head}\nМир ©".replace("©", "№")
    decoded = decode(text.encode("iso8859_5"))
    assert (decoded.text, decoded.issues) == (text, ())


def test_what_is_utf8_stays_so_whatever_it_declares() -> None:
    text = "% Encoding: Cp1252\nGröße"
    assert decode(text.encode()).text == text


def test_a_wrong_or_unknown_declaration_is_no_obstacle() -> None:
    for label in ("UTF-8", "punycode", "hex", "latex", "none"):
        decoded = decode(f"% Encoding: {label}\nJosé Peña, Göran Sjöberg".encode("cp1252"))
        assert decoded.text.endswith("José Peña, Göran Sjöberg")


def test_a_doubtful_guess_is_told() -> None:
    assert [line for line, _ in decode("Plain.\r\n\r\nČapek".encode("cp1250")).issues] == [3]
    assert decode("don’t – “say” it".encode("cp1252")) == decode("don’t – “say” it".encode())
    assert decode("José Peña y Año nuevo en España.".encode("cp1252")).issues == ()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("values", [range(256), range(1, 256)])
def test_random_bytes_are_binary(seed: int, values: range) -> None:
    with pytest.raises(SourceError):
        decode(bytes(random.Random(seed).choices(values, k=5_000)))


@pytest.mark.parametrize("piece", [b"\xe9", b"a\xe9 \n", b"\xc3\xa9\xff", b"h\0", b"\x1b$", b"coding: \xe9"])
def test_any_bytes_are_decoded_in_linear_time(piece: bytes) -> None:
    assert_linear(lambda count: lambda: decode(piece * count), 40_000)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_in_utf_16_without_a_mark_is_text(encoding: str) -> None:
    text = "一个测试，没有标记。一个测试，没有标记。一个测试 https://example.org/a\n"
    assert decode(text.encode(encoding)) == DecodedText(text)
