"""What stands on the pages of the tests: prose of our own, in several languages, and how a page is made of it."""


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text between empty lines, each on one line."""
    return tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))


TIDES = _paragraphs("""
Sensors that lie in the mud of an estuary remember more than the water above them. We put forty of them into the
bed of a small river and left them there for two winters. Each of them wrote down the pressure that it felt, and
what it had felt an hour before. The memory of a tide is longer than the tide itself, and this is what we show.

In the first winter most of the sensors lost their clocks. The record could be put back in order all the same,
because the moon is a better clock than a battery. What could not be put back was the order of the storms.
""")
SOIL = _paragraphs("""
Under a motorway the ground is dry, dark and never quiet. Bacteria that live there have had sixty years to get
used to it. We took samples at nine bridges and compared them with meadows on either side of the road.

The most common species under the asphalt was one that nobody had described. It eats what the tyres leave
behind, and it grows faster in the summer, when the lorries are heavier and the joints of the bridges are open.
""")
FERRY = _paragraphs("""
The harbour council has voted to keep the night ferry. It will cross the water once an hour until four in the
morning, as it has done since the bridge was closed. The vote was close, and the mayor was not there to see it.

Nurses and bakers had written to the council that they had no other way to get to their work. The operator asked
for more money and will get a part of it. A decision about the second boat was put off until the spring.
""")
KITCHEN = _paragraphs("""
To make the soup you need three leeks, a potato and a good deal of patience. Cut the leeks into rings and wash
them twice, for there is always sand between the leaves. Let them sweat in butter until they are soft.

The potato goes in next, with a litre of stock and a leaf of bay. When everything is tender, blend it and add
the cream. It is better on the second day, and better still with toast that was rubbed with garlic.
""")
GERMAN = _paragraphs("""
Der Rat des Hafens hat beschlossen, die Nachtfähre zu erhalten. Sie wird weiter einmal in der Stunde fahren, wie
sie es seit der Sperrung der Brücke getan hat. Die Abstimmung war knapp, und der Bürgermeister war nicht da.

Pflegerinnen und Bäcker hatten dem Rat geschrieben, dass sie keinen anderen Weg zur Arbeit haben. Der Betreiber
wollte mehr Geld und wird einen Teil davon bekommen. Über das zweite Boot wird erst im Frühling entschieden.
""")
JAPANESE = _paragraphs("""
港湾評議会は夜間フェリーの存続を決めた。橋が閉鎖されてから、船は午前四時まで一時間に一度海を渡っている。採決は僅差で、市長は欠席した。

看護師やパン職人は、職場に通う手段が他にないと評議会に訴えていた。運航会社は増額を求め、その一部が認められる。二隻目の船の件は春まで先送りされた。
""")
JAPANESE_SOUP = _paragraphs("""
スープには葱を三本、じゃがいもを一個、それから忍耐が要る。葱は輪切りにして二度洗う。葉の間にはいつも砂が残っているからだ。

次にじゃがいもを入れ、だし汁と月桂樹の葉を加える。柔らかくなったら潰して生クリームを足す。二日目のほうが美味しい。
""")
RUSSIAN = _paragraphs("""
Совет гавани решил сохранить ночной паром. Он по-прежнему будет ходить раз в час до четырёх утра, как ходил с
тех пор, как закрыли мост. Голосование было напряжённым, а мэр на него не пришёл.

Медсёстры и пекари писали в совет, что им больше не на чем добираться до работы. Перевозчик просил больше денег
и получит часть из них. Решение о втором судне отложили до весны.
""")


def prose(texts: tuple[str, ...], times: int = 1) -> str:
    """Paragraphs, the whole `times` over, each numbered so that none is a repetition."""
    return "".join(f"<p>{text} ({turn})</p>\n" for turn in range(1, times + 1) for text in texts)


def page(title: str, body: str, head: str = "", lang: str = "en", site: str = "") -> str:
    named = f'<meta property="og:site_name" content="{site}">' if site else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{named}{head}</head>'
        f'<body><nav><a href="/">Start</a></nav><main>{body}</main><footer>©</footer></body></html>'
    )


def article(title: str, texts: tuple[str, ...], *, head: str = "", lang: str = "en", site: str = "") -> str:
    """A page whose heading is its title."""
    whole = f"{title} | {site}" if site else title
    return page(whole, f"<h1>{title}</h1>{prose(texts, 4)}", head, lang, site)


def metas(**tags: str | tuple[str, ...]) -> str:
    """`citation_*` tags by their names without the prefix."""
    pairs = [(name, one) for name, value in tags.items() for one in ((value,) if isinstance(value, str) else value)]
    return "".join(f'<meta name="citation_{name}" content="{value}">' for name, value in pairs)


def pdf(*lines: str, title: str | None = None) -> bytes:
    """A one-page PDF file with a line of text each, and a title in its properties or none; without lines, a scan's."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})>>".encode() if title else b"<<>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Info 6 0 R/Size 7>>\n%%EOF"


def lines(texts: tuple[str, ...], times: int = 6) -> tuple[str, ...]:
    """Prose in lines that fit on a PDF page's width."""
    words = (" ".join(texts) + " ").replace("(", "").replace(")", "").split() * times
    return tuple(" ".join(words[start : start + 12]) for start in range(0, len(words), 12))
