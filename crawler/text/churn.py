"""Churn: text that changes although the page's content has not. Relative dates, counters, time stamps, related links.

The phrases were collected by hand, not measured. A phrase that is missing here shows up as a change: noise. A phrase
that matches too much hides a change, which is worse. So everything except copyright years is churn only on short lines
that are not table rows, and most of it only on lines that are not sentences: that a law was revised on 3 March, or a
firm founded 18 years ago, is content.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from crawler.text.dates import MONTHS
from crawler.text.sentences import is_closed

MAX_LINE = 2_000
"""Longest line, in characters, that is searched for copyright years."""

MAX_ASIDE = 100
"""Longest line, in characters, that can be a byline, a date or counters."""

MAX_HEADLINE, MAX_RELATED = 160, 15
"""Longest related link in characters, and most lines after a heading that can belong to it."""

MIN_TAIL = 4
"""Fewest lines that make a run of headlines at the end of a text."""

EDGE = 8, 2
"""First and last lines of a text among which a line with only a date may be a time stamp; elsewhere, as under a heading
"Deadline", it is content.
"""

MAX_DATE_LINES = 3
"""With more lines that hold only a date, the dates are the headings of a timeline: content."""


class Span(NamedTuple):
    """A piece of churn in a line; pieces of the same `kind` are interchangeable."""

    start: int
    end: int
    kind: str


# --- relative dates -----------------------------------------------------------------------------------------

_AGO = r"""
    (?:\d+|an?|one)\ ?(?:s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)\ ago
  | (?:\d+|an?|one)\ ?(?:mon(?:th)?s?|y(?:(?:ea)?rs?)?)\ ago
  | vor\ (?:\d+|eine[mr]?)\ (?:sekunden?|minuten?|min\.?|stunden?|std\.?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)
  | il\ y\ a\ (?:\d+|une?)\ (?:secondes?|minutes?|min|heures?|h|jours?|semaines?|mois|ans?)
  | hace\ (?:\d+|una?)\ (?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)
  | (?:\d+|una?|un')\ ?(?:second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\ fa
  | há\ (?:\d+|uma?)\ (?:segundos?|minutos?|horas?|dias?|semanas?|m[êe]s(?:es)?|anos?)
  | \d+\ (?:segundos?|minutos?|horas?|dias?|semanas?|m[êe]s(?:es)?|anos?)\ atrás
  | (?:\d+|een)\ (?:seconden?|minu(?:ten|ut)|uur|uren|dag(?:en)?|wee?k(?:en)?|maand(?:en)?|jaar|jaren)\ geleden
  | för\ (?:\d+|en|ett)\ \w{1,10}\ sedan | for\ (?:\d+|en|et)\ \w{1,10}\ siden | \d+\ \w{1,12}\ sitten
  | \d+\ \w{1,10}\ temu | před\ \d+\ (?:sekund|minut|hodin|dn|týdn|měsíc|let)\w{0,4} | acum\ \d+\ (?:de\ )?\w{1,10}
  | \d+\ \w{1,10}\ ezelőtt | πριν(?:\ από)?\ \d+\ \w{1,10} | \d+\ \w{1,10}\ назад | \d+\ \w{1,10}\ тому
  | \d+\ (?:saniye|dakika|saat|gün|hafta|ay|yıl)\ önce | (?:منذ|قبل)\ \d+\ \w{1,10} | לפני\ \d+\ \w{1,10}
  | \d+\ \S{1,10}\ पहले | \d+\ (?:giây|phút|giờ|ngày|tuần|tháng|năm)\ trước
  | \d+\ (?:detik|menit|jam|hari|minggu|bulan|tahun)(?:\ yang)?\ lalu | \d+\ ?\S{1,10}ที่แล้ว
  | \d+\ ?(?:秒|分|時間|日|週間|[かヶカケ]月|年)前 | \d+\ ?(?:秒|分[钟鐘]|小[时時]|天|[周週]|[个個]月|年)(?:以)?前
  | \d+\ ?(?:초|분|시간|일|주|개월|달|년)\ ?전
"""

# --- moments ------------------------------------------------------------------------------------------------

_ENGLISH_WORDS = frozenset(("dub", "led", "lip", "lug", "mag", "pro", "sty"))
"""Short names of months that are ordinary words elsewhere: "Pro 12" is a product."""

_MONTH = "|".join(
    f"{letter}(?:{'|'.join(name[1:] for name in names)})"
    for letter, names in groupby(sorted({*MONTHS, "fév"} - _ENGLISH_WORDS), key=lambda name: name[0])
)
"""The names of months, grouped by their first letters: a third faster than a plain list."""

_DAYS = (
    "mon(?:day)? tue(?:s|sday)? wed(?:nesday)? thu(?:rs|rsday)? fri(?:day)? sat(?:urday)? sun(?:day)? montag"
    " dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche"
    " lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato"
).split(" ")
_SMALL = (
    "am pm a\\.m\\. p\\.m\\. uhr at um de of on le el il à às alle om kl\\.? utc gmt e[sd]?t c[sd]t p[sd]t cest cet"
)
_WORD = "|".join([_MONTH, *_DAYS, *_SMALL.split()])
_ATOM = rf"(?:\d\d?h\d\d|\d{{1,4}}(?:st|nd|rd|th|º|er)?|(?:{_WORD})\b|[年月日时時分秒년월일시분초г])"
_DATE = rf"(?=\D{{0,20}}\d){_ATOM}(?:[\s,.:;/()+|–—-]{{0,3}}{_ATOM}){{0,11}}"
_CERTAIN = rf"\d\d?:\d\d|\d\d?h\d\d|\d{{1,4}}[./-]\d\d?[./-]\d{{2,4}}|\b(?:{_MONTH})\b|\d\s?[年月日년월일]"
"""What distinguishes a date or a time from a mere number."""

_STAMP = r"""
    (?:(?:this\ |the\ )?(?:page|article|story|post)\ (?:was\ )?)?
    (?:last\ )?(?:updated|modified|edited|revised|reviewed)(?:\ on|\ at)?
  | (?:zuletzt\ |letzte\ )?(?:aktualisiert|geändert|bearbeitet|aktualisierung|änderung|stand)(?:\ am|\ um)?
  | (?:dernière\ )?(?:mise?\ à\ jour|modification|modifié)(?:\ le)?
  | (?:última\ )?(?:actualiza(?:ción|do)|modifica(?:ción|do)|atualiza(?:ção|do)|modificado)(?:\ el|\ em|\ às)?
  | (?:ultim[oa]\ )?(?:aggiorna(?:mento|to)|modifica)(?:\ il|\ alle)?
  | (?:laatst\ )?(?:bijgewerkt|gewijzigd)(?:\ op|\ om)? | (?:senast\ )?(?:uppdaterad|ändrad) | päivitetty
  | (?:sidst\ |sist\ )?(?:opdateret|oppdatert|endret) | (?:ostatnia\ )?(?:aktualizacja|zaktualizowano) | aktualizováno
  | (?:последнее\ )?(?:обновлен[оие]{1,2}|изменено) | оновлено | (?:son\ )?güncelle(?:me|nme|ndi)
  | 最終更新日?|更新(?:日時|日)? | 最?[后後]?(?:更新|修改)(?:时间|時間|于|於|日期)? | (?:최종\ ?)?(?:수정|업데이트)
"""
_YEARS = r"""
    (?:(?:©|\(c\))(?:\ [\w.&]{1,20}){0,3}?,?|copyright(?:\ ©|\ \(c\))?)\ ?(?:19|20)\d\d(?:\ ?[–—-]\ ?(?:19|20)?\d\d)?
"""

_BEGIN = r"(?:^|(?<=[|·•/–—,;-]\ )|(?<=[(\[]))"
"""Where a time stamp without a colon may begin."""

_YEAR = re.compile(rf"(?P<years>{_YEARS})", re.IGNORECASE | re.VERBOSE)
_STAMPED = rf"(?P<stamp>(?:{_BEGIN}(?:{_STAMP})\ ?[:：]?|(?<!\w)(?:{_STAMP})\ ?[:：])\ ?{_DATE}[ap]?m?)"
_AGES = rf"(?P<ago>(?<![\w.,])(?:{_AGO})(?!\w))"

# --- counters -----------------------------------------------------------------------------------------------

_COUNTED = (
    "views? reads? comments? repl(?:y|ies) responses? shares? likes? followers? subscribers? reposts? retweets?"
    " upvotes? claps? reactions? visits? visitors? downloads? bookmarks? saves? aufrufe kommentare? antworten?"
    " abonnenten reaktionen vues? commentaires? partages? abonnés? réponses? réactions? vistas visitas"
    " comentarios? compartidos seguidores respuestas? reacciones visualizzazioni comment[oi] condivisioni"
    " rispost[ae] visualizações comentários? compartilhamentos? curtidas? seguidores reacties? weergaven volgers"
    " kommentarer? visningar visninger kommenttia komentarz[ey]? komentarzy odsłon wyświetleń komentářů"
    " просмотр(?:ов|а)? комментари(?:й|я|ев) ответ(?:ов|а)? переглядів коментар(?:ів|і)? yorum görüntülenme beğeni"
    " lượt\\sxem bình\\sluận komentar dilihat"
).split(" ")
_NUMBER = r"\d[\d.,  ]{0,12}\ ?(?:[kmb]\b|mio\.?|tsd\.?|тыс\.?|万|천|만)?"
_COUNTS = (
    rf"(?P<count>(?<!\w)(?:(?:{_NUMBER}|no|keine|aucun|sin|nessun)\ ?(?:{'|'.join(_COUNTED)})(?!\w)"
    rf"|(?:{'|'.join(_COUNTED)})\ ?[:：]?\ ?\(?{_NUMBER}\)?(?!\w)"
    r"|\d[\d.,]{0,12}\ ?[万千]?\ ?(?:回視聴|件のコメント|次(?:观看|阅读|瀏覽)|条(?:评论|留言)|則留言|人(?:点赞|收藏))"
    r"|(?:いいね|コメント|阅读|评论|点赞|觀看次數|조회수?|댓글|좋아요|공유)\ ?[:：]?\ ?\(?\d[\d.,]{0,12}万?\)?)"
    r")"
)
_MOMENT = rf"\W{{0,3}}(?:{_DATE})\W{{0,3}}"
_APART = re.compile(r"(?:^|[|·•/–—,;:()\[\]-]|\d)\W*(?:\w+\W+){0,2}$")
_ENDS = re.compile(r"\W*(?:$|\d)|\s*[|·•/–—,;:()\[\]+-]")
"""What precedes and follows a counter that is not part of a clause: a sign or an end of the line, and at most two words
before the counter."""
_ROW = re.compile(r"^\||\|$|\t| \| ")
_MARK = re.compile(r"^(?:[-*•‣▪·>»→]|\d{1,2}[.)])\s+")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A large pattern, compiled when it is first used: most runs need none."""
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


def spans(line: str, *, dates: bool = True) -> Iterator[Span]:
    """The pieces of churn in a line, in order, without overlaps. `dates`: a line that holds only a date is churn.

    >>> [(line[s.start : s.end], s.kind) for line in ["Posted 3 hours ago by Ann"] for s in spans(line)]
    [('3 hours ago', 'ago')]
    """
    patterns = [_YEAR] if len(line) <= MAX_LINE else []
    if len(line) <= MAX_ASIDE and not _ROW.search(line):
        patterns.append(_compiled(_STAMPED))
        if not is_closed(line):
            patterns += [_compiled(_AGES), _compiled(_COUNTS)]
            if dates and is_moment(line):
                yield Span(0, len(line), "stamp")
                return
    end = 0
    for match in sorted((match for one in patterns for match in one.finditer(line)), key=lambda match: match.start()):
        if match.start() >= end and (match.lastgroup != "count" or _stands_apart(line, match)):
            end = match.end()
            yield Span(match.start(), end, str(match.lastgroup))


def _stands_apart(line: str, counter: re.Match[str]) -> bool:
    """Whether a counter is not part of a clause: "View all 12 comments", but not "The company issued 400 shares"."""
    return bool(_APART.search(line[: counter.start()]) and _ENDS.match(line, counter.end()))


def is_moment(line: str) -> bool:
    """Whether a line holds only a date or a time.

    >>> is_moment("Thursday, April 9, 2026"), is_moment("1984"), is_moment("April was cold")
    (True, False, False)
    """
    certain = len(line) <= MAX_ASIDE and _compiled(_CERTAIN).search(line)
    return bool(certain) and _compiled(_MOMENT).fullmatch(line) is not None


def is_edge(lines: Sequence[str], number: int) -> bool:
    """Whether a line is where a page puts its own time stamp: near the start or the end, and not under a label."""
    first, last = EDGE
    labelled = number > 0 and lines[number - 1].endswith((":", "："))
    return not labelled and not first <= number < len(lines) - last


# --- related links ------------------------------------------------------------------------------------------

HEADINGS = frozenset(
    """
related; related articles; related stories; related content; related posts; related topics; related links;
related news; related coverage; related reading; read more; read next; read also; also read; more stories;
more news; more on this story; more on this topic; more like this; most read; most popular; most viewed;
most shared; popular posts; popular articles; trending; trending now; latest news; latest stories; latest posts;
recommended; recommended for you; recommended stories; you may also like; you might also like; you may like;
you might be interested in; top stories; editor's picks; editors' picks; don't miss; up next; what to read next;
keep reading; see more; sponsored; promoted; around the web; from around the web; recent posts; recent articles;
recent comments; more from this author; in case you missed it; mehr zum thema; mehr dazu; lesen sie auch;
lesen sie mehr; auch interessant; das könnte sie auch interessieren; das könnte dich auch interessieren;
das könnte ihnen auch gefallen; meistgelesen; meistgelesene artikel; ähnliche artikel; verwandte artikel;
verwandte themen; weitere artikel; weitere themen; weiterlesen; empfohlene artikel; neueste artikel;
beliebte artikel; aus dem netz; zum thema; à lire aussi; lire aussi; à lire également; lire la suite;
articles liés; articles similaires; sur le même sujet; sur le même thème; les plus lus; le plus lu;
vous aimerez aussi; vous pourriez aussi aimer; à voir aussi; à ne pas manquer; nos recommandations;
articles recommandés; dernières actualités; artículos relacionados; noticias relacionadas;
contenido relacionado; relacionados; lea también; lee también; leer más; más leídas; las más leídas;
lo más leído; lo más visto; te puede interesar; también te puede interesar; te recomendamos; más noticias;
últimas noticias; articoli correlati; notizie correlate; contenuti correlati; leggi anche;
potrebbe interessarti; ti potrebbe interessare; potrebbe interessarti anche; i più letti; le più lette;
più letti; continua a leggere; ultime notizie; artigos relacionados; notícias relacionadas;
conteúdo relacionado; leia também; leia mais; veja também; mais lidas; as mais lidas; mais lidos;
você pode gostar; você também pode gostar; lees ook; lees meer; lees verder; meest gelezen;
gerelateerde artikelen; gerelateerd; meer over dit onderwerp; bekijk ook; aanbevolen; läs också; läs även;
läs mer; mest läst; mest lästa; relaterade artiklar; fler artiklar; læs også; læs mere; mest læste; mest læst;
relaterede artikler; les også; les mer; mest lest; relaterte artikler; lue myös; lue lisää; luetuimmat;
aiheeseen liittyvät; czytaj także; czytaj również; czytaj też; czytaj więcej; zobacz także; zobacz również;
przeczytaj także; najczęściej czytane; powiązane artykuły; polecamy; čtěte také; přečtěte si také;
související články; nejčtenější; mohlo by vás zajímat; kapcsolódó cikkek; legolvasottabb; citește și;
citeste si; articole similare; cele mai citite; διαβάστε επίσης; σχετικά άρθρα; читайте также; читать далее;
похожие статьи; похожие материалы; по теме; материалы по теме; самое читаемое; популярное; рекомендуем;
вам может быть интересно; ещё по теме; смотрите также; читайте також; схожі статті; за темою; ilgili haberler;
ilginizi çekebilir; bunlar da ilginizi çekebilir; en çok okunanlar; benzer haberler; önerilen haberler;
関連記事; おすすめ記事; あわせて読みたい; 合わせて読みたい; 人気記事; 人気の記事; 関連リンク;
アクセスランキング; こちらもおすすめ; 相关文章; 相关阅读; 相关新闻; 推荐阅读; 热门文章; 延伸阅读; 猜你喜欢;
相關文章; 相關新聞; 推薦閱讀; 熱門文章; 延伸閱讀; 관련기사; 관련 기사; 많이 본 기사; 인기 기사; 추천 기사;
baca juga; artikel terkait; berita terkait; terpopuler; tin liên quan; đọc thêm; bài viết liên quan; xem thêm;
اقرأ أيضا; مواضيع ذات صلة; أخبار ذات صلة; الأكثر قراءة; כתבות נוספות; אולי יעניין אותך
""".replace("\n", " ")
    .strip()
    .split("; ")
)
"""Headings of links to other pages: a whole line, or the part of a line before a colon."""


def _heading(line: str) -> str:
    """A line in the form of the entries of `HEADINGS`."""
    return " ".join(line.replace("’", "'").casefold().strip("#*_=:：-–—>»›→|[]()!. ").split())


def asides(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that are related links.

    Related links are one of the `HEADINGS` and up to `MAX_RELATED` lines after it that look like headlines, or such a
    heading and a headline on one line. A heading with no headline after it belongs to the text.
    """
    found: set[int] = set()
    until = 0
    for number, line in enumerate(lines):
        if number < until or len(line) > MAX_HEADLINE:
            continue
        head, colon, rest = line.replace("：", ":").partition(":")
        if _heading(line) in HEADINGS:
            until = number + 1
            while until < min(len(lines), number + 1 + MAX_RELATED) and _headline(lines[until]):
                until += 1
            found |= set(range(number, until)) if until > number + 1 else set()
        elif colon and rest.strip() and _heading(head) in HEADINGS:
            found.add(number)
    return found


def tail(lines: Sequence[str]) -> int:
    """The number of the line where a run of headlines at the end of a text begins; `len(lines)` if there is none.

    A run is `MIN_TAIL` lines or more, each of three words or more, without digits, that are not sentences, list items,
    table rows or addresses, after at least three times as much other text. A heuristic, not measured: it must not match
    references or lists of concert dates, which are content.
    """
    start = len(lines)
    while start and len(lines) - start < MAX_RELATED and _stray(lines[start - 1]):
        start -= 1
    run = sum(map(len, lines[start:]))
    return start if len(lines) - start >= MIN_TAIL and sum(map(len, lines[:start])) >= 3 * run else len(lines)


def _stray(line: str) -> bool:
    """Whether a line looks like the text of a link and like nothing else."""
    many = line.count(" ") >= 2 or (len(line) >= 8 and not line.isascii())
    return many and _headline(line) and not _MARK.match(line) and not re.search(r"://|@|\d|[.!]$", line)


def _headline(line: str) -> bool:
    """Whether a line is short and neither a sentence nor a table row nor the heading of a numbered list."""
    ends = line.endswith((".", "。", ":", ";", ","))
    return len(line) <= MAX_HEADLINE and not ends and not _ROW.search(line) and not re.match(r"\d{1,3}[.)] ", line)
