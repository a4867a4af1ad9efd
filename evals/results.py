"""Files that a command writes its results to."""

from pathlib import Path

from evals.errors import RunFailed


def refuse_unwritable(path: Path) -> None:
    """Before any work is done: a run must not end with nowhere to write. Raises RunFailed."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise RunFailed(f"{path}: results are written to a file in a folder that exists: choose another path")


def write_results(path: Path, text: str) -> None:
    """Writes `text` as UTF-8. Raises RunFailed."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunFailed(f"{path}: the results cannot be written ({error.strerror}): choose another path") from error
