"""The child process of readers/isolated.py: one file in through stdin, one JSON object out through stdout.

The limits are set before anything of the file is looked at. The format's libraries are imported here and nowhere else.
"""

import importlib
import json
import resource
import sys
from dataclasses import asdict
from typing import IO, Any

from documents.errors import UnreadableFile
from documents.readers.reading import Reading
from documents.settings import ReaderLimits

READERS = {
    ".html": "documents.readers.html",
    ".htm": "documents.readers.html",
    ".shtml": "documents.readers.html",
    ".xhtml": "documents.readers.html",
    ".docx": "documents.readers.docx",
    ".pdf": "documents.readers.pdf",
}


def main() -> int:
    """Reads one request and answers it; 0 also when the answer is a refusal."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = ReaderLimits(**request["limits"])
    confine(limits)
    told = answer(sys.stdin.buffer, request["name"], request["suffix"], limits)
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


def confine(limits: ReaderLimits) -> None:
    """Memory, processor time, no file to write, no core dump: for this process and for good."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(stream: IO[bytes], name: str, suffix: str, limits: ReaderLimits) -> dict[str, Any]:
    """`{text, encoding, pages}`, or `{error}` with a sentence; raises nothing."""
    try:
        return asdict(read(stream.read(), name, suffix, limits))
    except UnreadableFile as error:
        return {"error": str(error)}
    except MemoryError:
        megabytes = limits.memory_bytes // 1024**2
        return {"error": f"{name}: needs more than {megabytes} MB of memory to read, so it is left out; split the file"}
    except RecursionError:
        return {"error": f"{name}: is nested too deeply to be a document; save it anew and try again"}
    # A parser may fail in any way over a damaged file, and this is the border that turns it into a sentence.
    except Exception as error:
        kind = type(error).__name__
        return {"error": f"{name}: is damaged or no {suffix[1:]} file ({kind}); save it anew and try again"}


def read(data: bytes, name: str, suffix: str, limits: ReaderLimits) -> Reading:
    """The reading of `data`. Raises UnreadableFile, and whatever a parser raises over a damaged file."""
    reader = importlib.import_module(READERS[suffix])
    reading: Reading = reader.read(data, name, limits)
    if len(reading.text) > limits.characters:
        raise UnreadableFile(
            f"{name}: {len(reading.text):,} characters is over the limit of {limits.characters:,}; split the file"
        )
    return reading


if __name__ == "__main__":
    sys.exit(main())
