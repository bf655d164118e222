"""What a run knows and learns of hosts: robots.txt, tdmrep.json, how they answer, until when they asked to wait."""

import json
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime

from crawler.cache.database import CacheFile, utc
from crawler.cache.read import hosts
from crawler.model import HostAnswer, HostQuestion, RobotsFile, TdmFile
from crawler.net.credentials import hide_credentials, without_credentials


class HostMemory:
    """What a run knows of hosts: what earlier runs left, and what it learns. One per run; `flush` keeps it."""

    FLUSH_AT = 200
    """Files learnt between two writes: a kill costs their being asked for again."""

    def __init__(self, cache: CacheFile, *, now: datetime) -> None:
        self.cache = cache
        self.pauses = hosts.pauses(cache, now=now)  # host -> until when; added to during the run
        self._learnt: dict[str, RobotsFile] = {}
        self._learnt_tdm: dict[str, TdmFile] = {}
        self._answers: dict[tuple[str, HostQuestion], HostAnswer] = {}

    def asking(self, file: str, origin: str) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - see cluster/
        """Held while a file of an origin is looked up and perhaps asked for: where several processes share a crawl, by
        one of them at a time.
        """
        return nullcontext()

    def robots(self, origin: str) -> RobotsFile | None:
        """What is known of an origin's robots.txt."""
        return self._learnt.get(origin) or hosts.robots(self.cache, origin)

    def learn(self, file: RobotsFile) -> None:
        """Remember an answer of a robots.txt."""
        self._learnt[file.origin] = file
        self._flush_many()

    def tdm(self, origin: str) -> TdmFile | None:
        """What is known of an origin's tdmrep.json."""
        return self._learnt_tdm.get(origin) or hosts.tdm(self.cache, origin)

    def learn_tdm(self, file: TdmFile) -> None:
        """Remember an answer of a tdmrep.json."""
        self._learnt_tdm[file.origin] = file
        self._flush_many()

    def answer(self, origin: str, question: HostQuestion) -> HostAnswer | None:
        """What is known of how an origin answers a question."""
        return self._answers.get((origin, question)) or hosts.answer(self.cache, origin, question)

    def learn_answer(self, answer: HostAnswer) -> None:
        """Remember how an origin answered."""
        self._answers[answer.origin, answer.question] = answer
        self._flush_many()

    def _flush_many(self) -> None:
        if len(self._learnt) + len(self._learnt_tdm) + len(self._answers) >= self.FLUSH_AT:
            self.flush()

    def flush(self) -> None:
        """Write what was learnt."""
        remember(self.cache, self._learnt.values(), self.pauses, self._learnt_tdm.values(), self._answers.values())
        self._learnt.clear()
        self._learnt_tdm.clear()
        self._answers.clear()


def remember(
    cache: CacheFile,
    files: Iterable[RobotsFile],
    paused: dict[str, datetime],
    tdm_files: Iterable[TdmFile] = (),
    answers: Iterable[HostAnswer] = (),
) -> None:
    """Store what a run has learnt."""
    with cache.write() as db:
        for file in files:
            since = utc(file.failing_since) if file.failing_since else None
            sql = "INSERT OR REPLACE INTO robots (origin, fetched_at, text, failing_since) VALUES (?, ?, ?, ?)"
            db.execute(sql, [file.origin, utc(file.fetched_at), hide_credentials(file.text), since])
        for tdm_file in tdm_files:
            sql = "INSERT OR REPLACE INTO tdmrep (origin, fetched_at, rules) VALUES (?, ?, ?)"
            rules = hide_credentials(json.dumps(tdm_file.rules, ensure_ascii=False))
            db.execute(sql, [tdm_file.origin, utc(tdm_file.fetched_at), rules])
        for one in answers:
            sql = (
                "INSERT OR REPLACE INTO host_answers (origin, kind, asked_at, url, final_url, status, sketch)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
            )
            final_url = None if one.final_url is None else without_credentials(one.final_url)
            values = [one.origin, one.question.value, utc(one.asked_at), one.url, final_url, one.status, one.sketch]
            db.execute(sql, values)
        for host, until in paused.items():
            db.execute("INSERT OR REPLACE INTO pauses (host, until) VALUES (?, ?)", [host, utc(until)])
