"""Runs a reader in a child process: its own memory, its own clock, nothing to write to, nothing inherited.

A parser that loops, eats memory or crashes ends the child and not the service, and the caller gets an UnreadableFile.
The file's bytes go in through a pipe, so that the child reads exactly what was hashed and opens no path of its own.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO

from documents.errors import UnreadableFile
from documents.readers.reading import Reading
from documents.settings import ReaderLimits

_ROOT = Path(__file__).parents[2]
_LONGEST_CHARACTER = 4
"""Bytes of UTF-8."""
_ROOM_FOR_THE_REST = 1_000_000
"""Bytes of an answer beside its text: page offsets, or a sentence."""
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)


def read_isolated(data: bytes, name: str, suffix: str, limits: ReaderLimits) -> Reading:
    """The text of `data`, a file called `name` of the format `suffix`. Raises UnreadableFile."""
    header = json.dumps({"name": name, "suffix": suffix, "limits": asdict(limits)})
    answer, code = _ask(header.encode("ascii") + b"\n" + data, name, limits)
    if len(answer) > limits.characters * _LONGEST_CHARACTER + _ROOM_FOR_THE_REST:
        raise UnreadableFile(f"{name}: its text is over the limit of {limits.characters:,} characters; split the file")
    if code in _OUT_OF_TIME:
        raise UnreadableFile(
            f"{name}: takes longer than {limits.seconds} s to read, so it is left out; "
            "save it anew from its program, or split it"
        )
    if code:
        raise UnreadableFile(
            f"{name}: its reader broke down (code {code}), as it does over a damaged file; save it anew and try again"
        )
    return _reading(answer, name)


def _ask(request: bytes, name: str, limits: ReaderLimits) -> tuple[bytes, int]:
    """What the child wrote and its exit code; it is gone when this returns."""
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "documents.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableFile(
            f"{name}: its reader cannot be started ({error.strerror}); free memory or processes and try again"
        ) from error
    watchdog = threading.Timer(limits.seconds, child.kill)
    watchdog.start()
    try:
        with child:
            answer = _exchange(child, request, limits.characters * _LONGEST_CHARACTER + _ROOM_FOR_THE_REST)
            return answer, child.wait()
    finally:
        watchdog.cancel()
        child.kill()


def _exchange(child: subprocess.Popen[bytes], request: bytes, most: int) -> bytes:
    """The child's answer, one byte more than `most` of one that is longer; then it is killed.

    It reads all before it answers, so writing and then reading cannot lock up.
    """
    stdin, stdout = _pipes(child)
    try:
        stdin.write(request)
        stdin.close()
    except BrokenPipeError:
        pass  # It ended early; its exit code says how.
    answer = stdout.read(most + 1)
    if len(answer) > most:
        child.kill()
    return answer


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin is not None and child.stdout is not None
    return child.stdin, child.stdout


def _reading(answer: bytes, name: str) -> Reading:
    try:
        told = json.loads(answer)
        if "error" in told:
            raise UnreadableFile(str(told["error"]))
        return Reading(str(told["text"]), str(told["encoding"]), tuple(map(int, told["pages"])))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(f"{name}: its reader gave no usable answer; save the file anew and try again") from error
