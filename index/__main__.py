"""`python -m index`: build the index, see how it stands, search it."""

import sys
from collections.abc import Sequence

from documents.command import guarded_main

INTERRUPTED = "interrupted: what was stored before is kept; run it again to go on"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 on success, 1 on failure with one line on stderr. argparse exits 2 on bad use.

    The command's modules take seconds to load, so that they are loaded where an interrupt ends in a line too.
    """
    return guarded_main("index.command", arguments, INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
