"""What each command's module needs to add itself to `python -m evals`."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object
"""Where a command adds its parser; argparse has no public name for it."""
