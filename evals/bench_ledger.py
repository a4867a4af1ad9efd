"""The responsibility ledger of a large library: a unit's view and each export, over documents made for the purpose."""

import asyncio
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from assistant import ledger
from assistant.ledger_command import FORMATS, read_report, write_report
from assistant.ledger_filter import LedgerFilter, read_rows
from assistant.web.ledger_page import ledger_pages_alone
from assistant.web.security import Application, Message
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.model import Clause, Document, Responsibility
from evals.bench import MEGABYTE, Figure
from evals.errors import BenchmarkFailed
from evals.settings import EvalSettings
from evals.summary import quantile

SEED = 8
CLAUSES_PER_DOCUMENT = 100
CLAUSES_PER_HEADING = 10
UNITS = 300
MOST_UNITS_OF_A_CLAUSE = 6
PAGES_MEASURED = 20
VIEWS_MEASURED = {
    "table, no filter": {},
    "table, keyword": {"keyword": "第7项"},
    "table, sorted by lead": {"sort": "lead"},
    "chart": {"view": "chart"},
}
_SENTENCE = "推进跨区域协同发展，完善共建共享机制，加强项目管理和监督检查，提升公共服务水平，确保各项任务落地见效。"


def measure_ledger(home: Path, settings: EvalSettings) -> list[Figure]:
    """Milliseconds of the ledger's pages through the application, seconds of each export, this process's peak memory.

    The library is made in the folder `home` and is not counted.
    """
    catalogue = Catalogue(f"sqlite:///{home / 'ledger.sqlite3'}")
    for document in generated(settings.ledger_clauses):
        catalogue.put(document)
    figures = [*_exports(catalogue, home, settings), *_pages(catalogue, settings)]
    catalogue.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return [*figures, Figure("peak memory, ledger", peak / MEGABYTE, "MB", settings.memory_target_mb)]


def generated(clauses: int) -> Iterator[Document]:
    """Documents with `clauses` clauses that name units, the same each time; a few units do much of the work."""
    chance = random.Random(SEED)
    for number in range(-(-clauses // CLAUSES_PER_DOCUMENT)):
        left = min(CLAUSES_PER_DOCUMENT, clauses - number * CLAUSES_PER_DOCUMENT)
        yield _document(f"generated-{number:05}", left, chance)


def _document(name: str, tasks: int, chance: random.Random) -> Document:
    text, made = "", []
    for number in range(tasks):
        heading, place = divmod(number, CLAUSES_PER_HEADING)
        if place == 0:
            title = f"第{heading + 1}方面工作\n"
            made.append(
                Clause(f"{heading + 1}", f"{heading + 1}", 1, title.strip(), title, len(text), len(text) + len(title))
            )
            text += title
        start = len(text)
        text += f"{place + 1}.第{number + 1}项任务。{_SENTENCE}" + (
            "2027年6月底前完成。" if chance.random() < 0.3 else ""
        )
        units, text = _named(text, chance)
        locator = f"{heading + 1}/{place + 1}"
        made.append(Clause(locator, f"{place + 1}", 2, f"第{number + 1}项任务", text[start:], start, len(text), units))
    return Document(name, f"关于{name}的实施意见", text, text, tuple(made), date="2026年1月1日", content_hash=name)


def _named(text: str, chance: random.Random) -> tuple[tuple[Responsibility, ...], str]:
    """The clause's units, the busy ones more often, and the text with its statement."""
    count = chance.randint(1, MOST_UNITS_OF_A_CLAUSE)
    numbers = dict.fromkeys(int(UNITS * chance.random() ** 2) for _ in range(count))
    text += "（责任单位："
    units = []
    for place, number in enumerate(numbers):
        unit = f"市第{number + 1}局"
        text += "、" if place else ""
        start = len(text)
        text += unit
        units.append(Responsibility(unit, "support" if place else "lead", "first_listed", start, len(text)))
    return tuple(units), text + "）\n"


def _pages(catalogue: Catalogue, settings: EvalSettings) -> Iterator[Figure]:
    """Pages as the application answers them, whole: the first reads the library, one after a change one document."""
    application = ledger_pages_alone(catalogue, WebSettings())
    ask = partial(_asked, application)
    busiest = [load.unit for load in ledger.workload(read_rows(catalogue, LedgerFilter()))]
    target = settings.ledger_page_target_ms
    yield Figure("ledger, first page, library read", _milliseconds(lambda: ask("/ledger/unit", name=busiest[0])), "ms")
    step = max(1, len(busiest) // PAGES_MEASURED)
    times = [_milliseconds(partial(ask, "/ledger/unit", name=unit)) for unit in busiest[::step]]
    yield Figure("ledger, page of the busiest unit", times[0], "ms", target)
    yield Figure("ledger, page of a unit, median", quantile(times, 0.5), "ms", target)
    for name, query in VIEWS_MEASURED.items():
        ask("/ledger", **query)
        yield Figure(f"ledger, {name}", _milliseconds(partial(ask, "/ledger", **query)), "ms")
    catalogue.put(next(generated(1)))
    yield Figure(
        "ledger, page after a document changed", _milliseconds(lambda: ask("/ledger/unit", name=busiest[0])), "ms"
    )
    seconds = _milliseconds(lambda: ask("/ledger/export", format="csv")) / 1000
    yield Figure("ledger, export csv from the page", seconds, "s", settings.ledger_export_target_s)


def _asked(application: Application, path: str, **query: str) -> int:
    """GETs a page of the application, with no network between: the length of its answer, which must be a 200."""
    return asyncio.run(_get(application, path, urlencode(query).encode("ascii")))


async def _get(application: Application, path: str, query: bytes) -> int:
    lengths: list[int] = []
    statuses: list[int] = []

    body: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not body:
            await asyncio.Event().wait()  # who asked stays to the end
        return body.pop()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        else:
            lengths.append(len(message.get("body", b"")))

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode("ascii"), "root_path": "", "query_string": query, "headers": [],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await application(scope, receive, send)
    if statuses != [HTTPStatus.OK]:
        raise BenchmarkFailed(f"{path}?{query.decode('ascii')} answered {statuses}: run the tests of assistant/web")
    return sum(lengths)


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _exports(catalogue: Catalogue, home: Path, settings: EvalSettings) -> Iterator[Figure]:
    """Each format, from the catalogue to the finished file; tables are for people and left out."""
    for form in FORMATS:
        if form == "table":
            continue
        started = time.perf_counter()
        report = read_report(catalogue, "clause", LedgerFilter(), whole=form == "xlsx")
        write_report(report, form, home / f"ledger.{form}")
        yield Figure(f"ledger, export {form}", time.perf_counter() - started, "s", settings.ledger_export_target_s)
