"""How every command of this project ends: an exit code, and one clear line where something was refused."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from documents.errors import PolicyError
from documents.printable import printable

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    """What a command's `register` adds its arguments to."""
else:
    Commands = argparse._SubParsersAction

FAILURE = 1
INTERRUPTED = 130


def guarded(command: Callable[[], int], interrupted: str = "") -> int:
    """Runs `command`; its exit code, or 1 with one line on stderr for a PolicyError.

    A reader that went away (`… | head`) is no failure; an interrupt ends with 130, the line `interrupted` where
    there is one, and no traceback.
    """
    try:
        code = command()
        sys.stdout.flush()
    except PolicyError as error:
        print(" ".join(printable(str(error)).split()), file=sys.stderr)
        return FAILURE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        if interrupted:
            print(interrupted, file=sys.stderr)
        return INTERRUPTED
    return code


def guarded_main(module: str, arguments: Sequence[str] | None, interrupted: str) -> int:
    """`guarded` around a module that loads slowly as well as around its `main`."""
    return guarded(lambda: int(import_module(module).main(arguments)), interrupted)


def path_named(written: str) -> Path:
    """An argument that names a file or folder. An empty one, as an unset variable leaves it, would be the folder that
    the command runs in: argparse refuses it."""
    if not written:
        raise argparse.ArgumentTypeError("the path is empty; name a file or a folder")
    return Path(written)
