"""A process with everything loaded, which forks one child for each run that it is asked for.

Fifty runs that are killed cost fifty forks then, and not fifty starts of Python. Tests start it as
`python -m tests.durability.forge`; in goes a JSON object a line, {kind, home, url, output, arguments}; out come the
child's process number at once, and its exit status when it has ended.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Forge:
    """The other end of the pipe: starts runs, waits for them."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self, kind: str, home: Path, output: Path, arguments: list[str], url: str = "") -> int:
        """Starts a run; its process number. What it prints lies in the file `output`."""
        output.write_bytes(b"")  # a child that is killed at once must not leave the words of the run before
        request = {"kind": kind, "home": str(home), "url": url, "output": str(output), "arguments": arguments}
        return int(self._ask(json.dumps(request)))

    def wait(self) -> int:
        """The exit status of the run, negative for a signal, once it has ended."""
        return int(self._ask(""))

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def forge(kind: str) -> Iterator[Forge]:
    """A forge with what runs of that kind need loaded."""
    command = [sys.executable, "-m", "tests.durability.forge", kind]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield Forge(process)
        finally:
            process.kill()


def _documents() -> Callable[[list[str]], int]:
    from documents.__main__ import main
    from documents.parsing import parse_document

    parse_document("", "一、市政*设。（责任单位：市财政局）")  # loads the lexicons
    return main


def _index() -> Callable[[list[str]], int]:
    from documents.catalog import Catalogue
    from documents.settings import DocumentSettings
    from index.build import open_index
    from index.settings import IndexSettings
    from tests.fakes import HashEmbedder

    def build(_arguments: list[str]) -> int:
        catalogue = Catalogue.open(DocumentSettings.from_environment())
        open_index(catalogue, IndexSettings.from_environment(), embedder=HashEmbedder())
        print("built", flush=True)
        return 0

    return build


_KINDS = {"documents": _documents, "index": _index}


def _run(request: dict[str, Any], command: Callable[[list[str]], int]) -> None:
    """The child's whole life."""
    status = 70
    try:
        os.environ["POLICY_HOME"] = request["home"]
        os.environ["POLICY_CATALOGUE_URL"] = request["url"]
        output = os.open(request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        status = command(request["arguments"])
    finally:
        sys.stdout.flush()
        os._exit(status)


def main() -> None:
    """Answers requests until its input ends."""
    command = _KINDS[sys.argv[1]]()
    print("ready", flush=True)
    child = 0
    for line in sys.stdin:
        if line.strip():
            child = os.fork()
            if not child:
                _run(json.loads(line), command)
            print(child, flush=True)
        else:
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
