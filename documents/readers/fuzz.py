"""`python -m documents.readers.fuzz N [FILE…]`: reads N damaged files per format and says how each ended.

Every file is damaged by a seeded random generator, so a run can be repeated, and is read in a process of its own under
the limits that files of strangers get. It fails when one ends in anything but a text or a declared refusal, or takes
longer than the limit: a crash of the parser is counted, since the door turns it into a refusal.
"""

import argparse
import io
import json
import os
import random
import select
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx

from documents.readers import child
from documents.settings import ReaderLimits

_TOKENS = (
    *(b"<", b">", b"&", b"\x00", b"\xff\xfe", b"PK\x01\x02", b"PK\x05\x06", b"%PDF-", b"endobj", b"stream"),
    *(b"<!ENTITY a SYSTEM 'file:///etc/passwd'>", b"<table><tr><td>", b"</w:p>", b"99999999999", b"<<"),
)
_GRACE = 2.0
"""Seconds beyond the limit that ending a child may take on a busy machine."""
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 99>>stream
BT /F1 16 Tf 79 700 Td (1. First task of the plan) Tj 0 -28 Td (2. Second task) Tj ET 70 600 200 50 re S
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
6 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate 90/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
trailer<</Root 1 0 R/Size 7>>
%%EOF
"""
_HTML = (
    "<html><head><meta charset=utf-8><title>关于供水的通知</title></head><body><div class=nav><a href=/>首页</a></div>"
    "<div class=TRS_Editor><p>一、总体要求</p><p>坚持规划引领，统筹推进基础设施建设，加快补齐短板弱项，增进福祉。</p>"
    "<table><tr><td rowspan=2>1<td>供水<td>市水务局<tr><td>整治<td>市财政局</table><ol><li>甲<li>乙</ol></div></body>"
).encode()


@dataclass(frozen=True)
class Ending:
    """How reading one damaged file ended."""

    kind: str
    """read, refused, refused by the parser, crashed, stopped by a limit, or no answer."""
    seconds: float

    def is_failure(self, limits: ReaderLimits) -> bool:
        """Whether no user may ever see this."""
        return self.kind == "no answer" or self.seconds > limits.seconds + _GRACE


def seeds() -> dict[str, list[bytes]]:
    """A whole small file of each format, by suffix."""
    document = docx.Document()
    document.add_heading("关于供水的通知")
    document.add_paragraph("第一项任务", style="List Number")
    document.add_paragraph("第二项任务", style="List Number")
    document.add_table(2, 2).cell(0, 0).text = "市水务局"
    stream = io.BytesIO()
    document.save(stream)
    return {".docx": [stream.getvalue()], ".pdf": [_PDF], ".html": [_HTML]}


def damaged(data: bytes, suffix: str, chance: random.Random) -> bytes:
    """`data` with one to eight mutations; those of a docx are made inside one of its members half of the time."""
    if suffix == ".pdf":
        return _mutated(data, chance, keep_characters=False)
    if suffix == ".html" or chance.random() < 0.5:
        return _mutated(data, chance, keep_characters=suffix == ".html" and chance.random() < 0.8)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError):
        return _mutated(data, chance, keep_characters=False)
    victim = chance.choice([name for name in members if name.endswith((".xml", ".rels"))] or list(members))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, _mutated(content, chance, keep_characters=True) if name == victim else content)
    return stream.getvalue()


def _mutated(data: bytes, chance: random.Random, *, keep_characters: bool) -> bytes:
    """`keep_characters`: broken UTF-8 is left out, or the damage would get no farther than the decoding."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 4, 32, 512))
        match chance.randrange(6):
            case 0:
                changed[place : place + length] = chance.randbytes(length)
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length] * chance.randint(1, 20)
            case 3:
                changed[place:place] = chance.choice(_TOKENS)
            case 4:
                source = chance.randrange(len(changed) + 1)
                changed[place : place + length] = changed[source : source + length]
            case _ if chance.random() < 0.2:
                del changed[place:]
    return bytes(changed).decode("utf-8", "ignore").encode() if keep_characters else bytes(changed)


def read_one(data: bytes, suffix: str, limits: ReaderLimits) -> Ending:
    """Reads `data` in a fork of this process, whose parsers are loaded already."""
    reading, writing = os.pipe()
    began = time.monotonic()
    process = os.fork()
    if not process:
        os.close(reading)
        _answer(data, suffix, limits, writing)
    os.close(writing)
    told = _until_closed(reading, process, began + limits.seconds)
    _, status = os.waitpid(process, 0)
    return Ending(_kind(told, status), time.monotonic() - began)


def _answer(data: bytes, suffix: str, limits: ReaderLimits, writing: int) -> None:
    """The forked child's whole life; it never returns."""
    try:
        child.confine(limits)
        told = json.dumps(child.answer(io.BytesIO(data), "fuzz" + suffix, suffix, limits)).encode()
        while told:
            told = told[os.write(writing, told) :]
    finally:
        os._exit(0)


def _until_closed(reading: int, process: int, deadline: float) -> bytes:
    """What the child writes until it ends; it is killed at the deadline."""
    told = b""
    with os.fdopen(reading, "rb", buffering=0) as stream:
        while select.select([stream], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = stream.read(65_536)
            if not part:
                return told
            told += part
        os.kill(process, signal.SIGKILL)
    return told


def _kind(told: bytes, status: int) -> str:
    if os.WIFSIGNALED(status):
        stopped = os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGXCPU)
        return "stopped by a limit" if stopped else "crashed"
    try:
        said = json.loads(told)
    except ValueError:
        return "no answer"
    if "error" not in said:
        return "read"
    return "refused by the parser" if "is damaged or no" in said["error"] else "refused"


def run(count: int, files: dict[str, list[bytes]], seed: int, limits: ReaderLimits) -> Iterator[tuple[str, Ending]]:
    """(suffix, ending) of `count` damaged files of each format."""
    for suffix, wholes in files.items():
        chance = random.Random(f"{seed}{suffix}")
        for _ in range(count):
            yield suffix, read_one(damaged(chance.choice(wholes), suffix, chance), suffix, limits)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints how the damaged files of each format ended; 1 when one ended as none may."""
    parser = argparse.ArgumentParser(prog="python -m documents.readers.fuzz", description=__doc__)
    parser.add_argument("count", type=int, help="damaged files per format")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="whole files to damage beside the built-in")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other damages (default 1)")
    options = parser.parse_args(arguments)
    files = seeds()
    for path in options.files:
        files.setdefault(path.suffix.lower(), []).append(path.read_bytes())
    limits = ReaderLimits()
    for suffix in files:  # loaded once here, not in each fork
        child.answer(io.BytesIO(files[suffix][0]), "whole" + suffix, suffix, limits)
    endings = list(run(options.count, files, options.seed, limits))
    for (suffix, kind), number in sorted(Counter((suffix, ending.kind) for suffix, ending in endings).items()):
        print(f"{suffix}\t{kind}\t{number}")
    print(f"slowest\t{max((ending.seconds for _, ending in endings), default=0.0):.1f} s")
    return 1 if any(ending.is_failure(limits) for _, ending in endings) else 0


if __name__ == "__main__":
    sys.exit(main())
