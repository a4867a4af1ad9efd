"""`python -m documents export` and `import`: a document of the library as JSON; the whole library as one file."""

import argparse
import sys

from documents.add_command import Shown, progress_bar, tell
from documents.catalog import Catalogue
from documents.command import Commands, path_named
from documents.outline import export_json
from documents.printable import counted, one_line, printable_json
from documents.settings import DocumentSettings


def register(commands: Commands) -> None:
    """The arguments of `export` and `import`."""
    export = commands.add_parser("export", help="print a document as JSON, or write the whole library to one file")
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("name", nargs="?", help="of the document")
    what.add_argument(
        "--all", type=path_named, metavar="FILE", help="write every document with all its versions to FILE"
    )
    export.add_argument("--version", type=int, metavar="N", help="an older version of the document")
    export.set_defaults(run=_export, error=export.error)
    importing = commands.add_parser("import", help="add the documents of a file that `export --all` wrote")
    importing.add_argument("file", type=path_named)
    importing.add_argument("--json", action="store_true", help="print a JSON object a line, as `add` does")
    importing.set_defaults(run=_import)


def _export(options: argparse.Namespace, settings: DocumentSettings) -> int:
    catalogue = Catalogue.open(settings)
    if options.all is None:
        print(printable_json(export_json(catalogue.document(options.name, options.version))))
        return 0
    if options.version is not None:
        options.error("--version goes with a NAME; --all writes every version")
    from documents.transfer import export_library  # noqa: PLC0415  pydantic would slow the start of every command

    with progress_bar("Exporting") as report:
        count = export_library(options.all, catalogue, settings, report=report, waiting=tell)
    print(f"{one_line(str(options.all))}: {counted(count, 'document')}")
    return 0


def _import(options: argparse.Namespace, settings: DocumentSettings) -> int:
    """Like `add`: a document at a time; 1 where one was refused."""
    from documents.transfer import import_library  # noqa: PLC0415  pydantic would slow the start of every command

    catalogue = Catalogue.open(settings)
    shown = Shown(as_json=options.json)
    try:
        with progress_bar("Importing") as report:
            shown.all(
                import_library(options.file, catalogue, settings, workers=settings.workers, report=report, waiting=tell)
            )
    except KeyboardInterrupt:
        print(f"interrupted: {shown.stored} added or replaced, and kept; import again for the rest", file=sys.stderr)
        raise
    return 1 if shown.refused else 0
