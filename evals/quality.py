"""How good the answers are, as a page: the figures of several sets, and every failure with what went wrong.

The reason of a failure is read off the run: what was due, what came, and what the search had put forward. The same run
gives the same page.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.confidence import refusal_model
from assistant.outcome import Outcome
from documents.printable import one_line
from evals.bootstrap import Interval, mean_interval
from evals.metrics import same_clause
from evals.run import ERROR, Row
from evals.summary import failures, summarise

SEARCHED = 10
"""Clauses of the search that a run keeps with an answer."""
REASONS = {
    "fault": "the question ended in a fault",
    "not_refused": "answered where a refusal is due",
    "follow_up": "what the conversation was about was not carried over",
    "not_understood": "what is asked, or of whom, was not understood",
    "not_found": f"the right clause is not among the first {SEARCHED} of the search",
    "unsure": "the right clause stood first, refused as too unsure",
    "held_back": "the right clause stood first, refused for a kind of thing or a place it does not seem to hold",
    "behind_refused": "the right clause stood behind another one, refused",
    "lost": "taken for a place that the copy lost",
    "behind": "the right clause stood behind another one, which answered",
    "passed_over": "the right clause stood first, another one answered",
    "not_searched": "answered from the ledger or an earlier answer, from another clause",
    "refused": "refused; which clause is due the set does not say",
    "extra": "the right clause answered, with a citation beyond the gold",
    "units": "the right clause answered, with other units or another order",
    "lead": "the right clause answered, with another lead",
    "wording": "the right clause answered, with another sentence, span or number",
    "forbidden": "the answer holds what must not stand in it",
    "unsupported": "a claim that the citations do not hold",
}
"""Reason → what it means, in the order of the page."""
_UNCLEAR = frozenset({Outcome.NEEDS_CLARIFYING, Outcome.UNKNOWN_UNIT, Outcome.UNKNOWN_DOCUMENT, Outcome.OFF_TOPIC})


@dataclass(frozen=True)
class About:
    """What testsets/about.toml tells of a set."""

    author: str = "not recorded"
    read: str = "not recorded"
    """Whether its questions were looked at while the assistant was tuned."""
    first: str = ""
    """How many were right when it was first run, where that was before it was read."""
    library: str = ""
    """The folder of documents it asks about, beside about.toml; empty for the shipped corpus."""


@dataclass(frozen=True)
class SetRun:
    """One set's name, story and judged rows."""

    name: str
    about: About
    rows: Sequence[Row]


UNREAD = "no"
"""What about.toml says of a set whose failures nobody has looked at."""


def reason(row: Row) -> str:
    """Why a failed row failed: the first of REASONS that fits."""
    if row.error or row.prediction is None or row.verdict == ERROR:
        return "fault"
    failed = {result.name for result in row.checks if not result.passed}
    if "refused" in failed:
        return _wrongly_refused(row) if row.question.answerable else "not_refused"
    if failed & {"clauses", "clauses_any"}:
        return _other_clause(row)
    parts = ("units", "lead", "answer", "citations", "forbidden")
    first = next((name for name in parts if name in failed), "unsupported")
    return {"answer": "wording", "citations": "extra"}.get(first, first)


def _wrongly_refused(row: Row) -> str:
    outcome = row.prediction.outcome if row.prediction else ""
    if outcome in _UNCLEAR:
        return "follow_up" if row.question.history else "not_understood"
    if outcome == Outcome.TEXT_LOST:
        return "lost"
    rank = gold_rank(row)
    if rank is None:
        due = row.question.clauses or row.question.clauses_any
        return ("follow_up" if row.question.history else "not_found") if due else "refused"
    if rank > 1:
        return "behind_refused"
    least = refusal_model().least["zh" if row.question.lang == "zh" else "en"]
    return "unsure" if row.support is not None and row.support < least else "held_back"


def _other_clause(row: Row) -> str:
    if not row.evidence:
        return "follow_up" if row.question.history else "not_searched"
    rank = gold_rank(row)
    if rank is None:
        return "follow_up" if row.question.history else "not_found"
    return "behind" if rank > 1 else "passed_over"


def gold_rank(row: Row) -> int | None:
    """The place, from 1, of the first gold clause among those that the search put forward; None where none is."""
    gold = (*row.question.clauses, *row.question.clauses_any)
    documents = {row.question.document, None}
    for place, found in enumerate(row.evidence, 1):
        in_document = row.question.document is None or found.document in documents
        if in_document and any(same_clause(locator, found.locator) for locator in gold):
            return place
    return None


def page(runs: Sequence[SetRun], sentences: Mapping[str, Mapping[str, object]]) -> str:
    """The whole page as Markdown. `sentences` is what `evals sentences --json` wrote; empty for none."""
    lines = [
        "# How good the answers are",
        "",
        "Made by `python -m evals quality`; nothing here is written by hand. A question is right only if every check",
        "that applies to it holds: refused exactly where that is due, units in order, lead, clauses cited and no",
        "other, answer strings. Intervals are 95% percentile bootstrap over questions.",
        "",
        *_figures(runs),
        "",
        *_sentence_lines(sentences),
        "## What fails, by reason",
        "",
        *_reason_table(runs),
        "",
        "## Every failure",
        "",
    ]
    for run in runs:
        lines += _failures(run)
    return "\n".join(lines).rstrip() + "\n"


def _figures(runs: Sequence[SetRun]) -> list[str]:
    lines = [
        "| set | questions | who wrote it | read while tuning | right at first | right now | refused where due "
        "| answerable refused | units exact | right clause in the first ten | unsupported |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        summary = summarise(run.rows)
        held = summary.measures
        right = [float(row.right) for row in run.rows]
        measures = ("refusal_recall", "wrongly_refused", "units_exact", "evidence_recall")
        cells = [shares(held.get(name)) for name in measures]
        lines.append(
            f"| {run.name} | {len(run.rows)} | {run.about.author} | {run.about.read} | {run.about.first or '-'} "
            f"| {summary.total.right}, {shares(mean_interval(right))} | {' | '.join(cells)} | {summary.unsupported} |"
        )
    return lines


def shares(interval: Interval | None) -> str:
    """A mean in per cent with its interval."""
    if interval is None:
        return "-"
    return f"{100 * interval.mean:.1f}% ({100 * interval.low:.1f} to {100 * interval.high:.1f})"


def _sentence_lines(sentences: Mapping[str, Mapping[str, object]]) -> list[str]:
    """The table of answer-sentence selection; nothing where it was not measured."""
    if not sentences:
        return []
    lines = [
        "## Which sentence answers",
        "",
        "Given the right passage: how often a sentence that holds the answer is put first, by the assistant's scorer",
        "and by BM25 over the same sentences, on the half of the questions that the scorer was not fitted on.",
        "",
        "| benchmark | questions | left out | assistant | BM25 | difference | McNemar p |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, measured in sentences.items():
        half = measured["held-out half"]
        if isinstance(half, dict):
            cells = [
                shares(Interval(**half[key]) if half[key] else None) for key in ("assistant", "bm25", "difference")
            ]
            left_out, p_value = measured["left_out"], half["p_value"]
            lines.append(f"| {name} | {half['questions']} | {left_out} | {' | '.join(cells)} | {p_value:.2g} |")
    return [*lines, ""]


def _reason_table(runs: Sequence[SetRun]) -> list[str]:
    counts = {run.name: Counter(map(reason, failures(run.rows))) for run in runs if run.about.read != UNREAD}
    names = " | ".join(counts)
    lines = [f"| reason | all | {names} |", "|---" * (len(counts) + 2) + "|"]
    for key, meaning in REASONS.items():
        found = [count[key] for count in counts.values()]
        if any(found):
            lines.append(f"| {meaning} | {sum(found)} | {' | '.join(map(str, found))} |")
    return lines


def _failures(run: SetRun) -> list[str]:
    failed = failures(run.rows)
    lines = [f"### {run.name}: {len(failed)} of {len(run.rows)}", ""]
    if run.about.read == UNREAD:
        return [*lines, "Not listed: what is listed here would be read, and the set would measure nothing new.", ""]
    if not failed:
        return [*lines, "None.", ""]
    lines += ["| id | question | what failed | reason |", "|---|---|---|---|"]
    for row in failed:
        asked = [message.content for message in row.question.history if message.role == "user"]
        question = " → ".join([*asked, row.question.question])
        lines.append(f"| {cell(row.question.id)} | {cell(question)} | {cell(_what(row))} | {REASONS[reason(row)]} |")
    return [*lines, ""]


def _what(row: Row) -> str:
    """The checks and audits that failed, each with what came, shortened."""
    if row.error:
        return row.error
    failed = [result for result in (*row.checks, *row.audits) if not result.passed]
    return "; ".join(f"{result.name}: {shortened(result.detail)}" for result in failed)


def shortened(text: str, most: int = 90) -> str:
    """At most `most` characters of `text`, with a sign where it goes on."""
    return text if len(text) <= most else text[: most - 1] + "…"


def cell(text: str) -> str:
    """`text` as a cell of a Markdown table: one line, nothing that ends the cell or is read as a mark."""
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", one_line(text))
