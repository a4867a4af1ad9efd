"""Marks of a copy that its document is no longer in force: `（已废止）` behind the title, `有效性：失效` above it."""

import re

from documents.dates import DAY, as_day, plain
from documents.metadata import KINDS
from documents.model import Document
from documents.said import Ended, Mark

_LONGEST = 120
_GONE = "(?:废止|失效|停止执行|作废|撤销)"
_TITLE_MARK = re.compile(
    rf"[（(【\[〔](?:(?:本|此|该)?(?:文件?|件))?现?(?:已|全文|已经|已被)?(?:宣布|于?{DAY}起?)?"
    rf"(?P<gone>{_GONE})[）)】\]〕]"
)
_SENTENCE = re.compile(
    rf"^[（(【\[〔*★※]*(?:注|说明|提示|特别提示)?[:：]?"
    rf"(?:本|此|该)(?:文件?|件|[一-鿿]{{0,4}}(?:{KINDS}))"
    rf"(?:现)?(?:已|已经)?(?:于|自)?(?P<day>{DAY})?起?(?:已|已经)?"
    rf"(?:被|由)?(?:《(?P<by>[^》]+)》[^，。废代取]{{0,40}})?"
    rf"(?:宣布|予以|正式)?(?P<gone>{_GONE}|代替|替代|取代)[。！）)】\]〕*]*$"
)
STATE = re.compile(
    r"(?:^|[\s|])(?:是否有效|有\s*效\s*性|有效状态|效力状态|效力情况|效力|时\s*效\s*性|时\s*效|文件状态)"
    r"\s*[:：\t| ]\s*(?P<gone>已?失效|已?废止|无效|否|已被?废止|全文废止|全文失效)(?=$|[\s|。；;])"
)
"""The field of a portal's box that says a document is no longer in force."""


def read_mark(document: Document) -> Mark | None:
    """The first mark in the title or in a line of its own before the first numbered clause, noise included: the copy's
    furniture is where portals say so."""
    found = _TITLE_MARK.search(plain(document.title))
    if found:
        return Mark(_status(found["gone"]), _day(found.group()), "", document.title)
    front = next((clause.start for clause in document.clauses if clause.part == "numbered"), len(document.text))
    for line in document.text[:front].splitlines():
        mark = _mark(line.strip())
        if mark:
            return mark
    return None


def _mark(line: str) -> Mark | None:
    if not line or len(line) > _LONGEST:
        return None
    compact = plain("".join(line.split()))
    whole = _TITLE_MARK.fullmatch(compact) or _SENTENCE.match(compact)
    if whole:
        by = whole["by"] if "by" in whole.re.groupindex else None
        return Mark(_status(whole["gone"]), _day(compact), by or "", line)
    keyed = STATE.search(plain(line))
    return Mark(_status(keyed["gone"]), "", "", line) if keyed else None


def _status(gone: str) -> Ended:
    if gone in ("代替", "替代", "取代"):
        return "superseded"
    return "expired" if "失效" in gone or gone in ("无效", "否") else "repealed"


def _day(written: str) -> str:
    found = re.search(DAY, written)
    day = as_day(found.group()) if found else None
    return day.isoformat() if day else ""
