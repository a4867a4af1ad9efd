"""What each command's module needs to add itself to `python -m evals`."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object
"""Where a command adds its parser; argparse has no public name for it."""


def positive(written: str) -> int:
    """A whole number from 1, for argparse."""
    if not (written.isascii() and written.isdigit() and int(written[:9]) >= 1):
        raise argparse.ArgumentTypeError(f"a whole number from 1, not {written!r}")
    return int(written[:9])


def share(written: str) -> float:
    """A share from 0 to 1, for argparse."""
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"a share from 0 to 1, not {written!r}")
    return value
