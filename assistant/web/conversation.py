"""The conversation as inert HTML: questions, stages while they run, answers, numbered citations, related clauses.

A button's id says what it opens (`cite-3-1`: the first citation of the third exchange); the server looks that up in
its own record, so a page can ask for nothing that was not shown to it.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from assistant.sentences import sentences
from assistant.turn import Citation, Related
from assistant.web.escape import escape
from assistant.web.page_words import Words
from assistant.web.sessions import Exchange
from assistant.web.standing_words import status_label

_MARK = re.compile(r"&#91;([0-9]{1,2})&#93;")
_LIST_ITEM = re.compile(r"^\s*[-•·]\s+")


Sources = Mapping[str, str]
"""Name of a document → what it is called; empty where the library holds a single one, which needs no naming."""


def render_exchanges(exchanges: Sequence[Exchange], words: Words, sources: Sources | None = None) -> str:
    """Finished exchanges, oldest first; an empty string for none. Citations name their document by `sources`."""
    return _talk("".join(_exchange(exchange, words, sources or {}) for exchange in exchanges), words)


def render_working(question: str, done: Sequence[str], running: str | None, words: Words) -> str:
    """A question under way: the stages that are done, and the one that runs."""
    steps = "".join(f'<li class="done">{escape(words.stage(stage))}</li>' for stage in done)
    if running is not None:
        steps += f'<li class="running">{escape(words.stage(running))}…</li>'
    working = f'<div class="answer working"><ol class="stages">{steps}</ol></div>'
    return _talk(_question(question, words) + working, words)


def render_welcome(examples: Sequence[str], words: Words) -> str:
    """What stands before the first question."""
    chips = "".join(
        f'<button type="button" class="act example" id="example-{number}">{escape(example)}</button>'
        for number, example in enumerate(examples)
    )
    start = f'<p class="hint">{escape(words.start_from)}</p><div class="examples">{chips}</div>' if chips else ""
    return _talk(f'<div class="welcome"><p>{escape(words.welcome)}</p>{start}</div>', words)


def _talk(body: str, words: Words) -> str:
    return f'<div class="talk" lang="{words.language}">{body}</div>' if body else ""


def _question(question: str, words: Words) -> str:
    return f'<div class="question"><span class="unseen">{escape(words.you_asked)}</span>{escape(question)}</div>'


def _exchange(exchange: Exchange, words: Words, sources: Sources) -> str:
    refused = " refused" if exchange.outcome.refused else ""
    cited = _citations(exchange, words, sources)
    related = _related(exchange, words, sources)
    return (
        f'{_question(exchange.question, words)}<div class="answer{refused}">'
        f"{_numbered(_paragraphs(_spoken(exchange)), len(exchange.citations))}{_ledger(exchange, words)}"
        f"{cited}{related}</div>"
    )


def _ledger(exchange: Exchange, words: Words) -> str:
    """A link to the table that the answer is about."""
    if not exchange.ledger:
        return ""
    address = f"{exchange.ledger}{'&' if '?' in exchange.ledger else '?'}lang={words.language}"
    return f'<p class="hint"><a href="{escape(address)}">{escape(words.in_ledger)}</a></p>'


def _spoken(exchange: Exchange) -> list[str]:
    """The answer's lines, less those that only write out a citation: its quote stands below."""
    opening = sentences().texts[exchange.language]["evidence"].partition("{locator}")[0]
    written = [
        (opening.format(number=number), citation.quote) for number, citation in enumerate(exchange.citations, start=1)
    ]
    return [
        line
        for line in exchange.answer.splitlines()
        if line.strip() and not any(line.startswith(start) and quote in line for start, quote in written)
    ]


def _numbered(html: str, citations: int) -> str:
    """The escaped `[n]` of each citation, set as a small number."""
    return _MARK.sub(
        lambda mark: f'<span class="ref">{mark[0]}</span>' if 0 < int(mark[1]) <= citations else mark[0], html
    )


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(_block(is_list, list(group)) for is_list, group in groupby(lines, key=_is_item))


def _is_item(line: str) -> bool:
    return bool(_LIST_ITEM.match(line))


def _block(is_list: bool, lines: Sequence[str]) -> str:
    if is_list:
        items = "".join(f"<li>{escape(_LIST_ITEM.sub('', line))}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _citations(exchange: Exchange, words: Words, sources: Sources) -> str:
    if not exchange.citations:
        return ""
    items = "".join(
        _citation(f"cite-{exchange.number}-{number}", number, citation, words, sources)
        for number, citation in enumerate(exchange.citations, start=1)
    )
    return f'<div class="evidence"><p class="hint">{escape(words.evidence)}</p><ul class="citations">{items}</ul></div>'


def _citation(identity: str, number: int, citation: Citation, words: Words, sources: Sources) -> str:
    damaged = f' <span class="damaged">{escape(words.damaged)}</span>' if citation.damaged else ""
    stands = citation.standing
    ended = f' <span class="damaged">{escape(status_label(stands, words.language))}</span>' if stands else ""
    place = f'<span class="number">{number}</span> {escape(citation.locator)} {escape(citation.title)}'
    source = _source(citation.document, sources)
    return (
        f'<li><button type="button" class="act chip" id="{identity}">{place}</button>{ended}{source}'
        f'<blockquote lang="zh">{escape(citation.quote)}{damaged}</blockquote></li>'
    )


def _source(document: str, sources: Sources) -> str:
    """The document that a clause is of, where the library holds several."""
    called = sources.get(document, "")
    return f' <span class="source" lang="zh">{escape(called)}</span>' if called else ""


def _related(exchange: Exchange, words: Words, sources: Sources) -> str:
    if not exchange.related:
        return ""
    label = words.nearest if exchange.outcome.refused else words.related
    chips = "".join(
        _related_chip(f"related-{exchange.number}-{number}", related, sources)
        for number, related in enumerate(exchange.related, start=1)
    )
    return f'<div class="related"><p class="hint">{escape(label)}</p>{chips}</div>'


def _related_chip(identity: str, related: Related, sources: Sources) -> str:
    return (
        f'<button type="button" class="act small chip" id="{identity}">'
        f"{escape(related.locator)} {escape(related.title)}{_source(related.document, sources)}</button>"
    )
