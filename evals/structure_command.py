"""`python -m evals structure`: clause trees and units against hand-written ones, by style."""

import argparse
from pathlib import Path

from rich.console import Console

from documents.settings import DocumentSettings
from evals.commands import Commands
from evals.settings import EvalSettings
from evals.structure import print_structure, score_folder


def register(commands: Commands) -> None:
    """Adds the command with its options."""
    parser = commands.add_parser("structure", help="clause trees and units against hand-written ones, by style")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="of NAME.txt or NAME.md with NAME.json beside")
    parser.set_defaults(run=_structure, log=None)


def _structure(options: argparse.Namespace, _settings: EvalSettings) -> int:
    print_structure(score_folder(options.folder, DocumentSettings.from_environment()), Console(highlight=False))
    return 0
