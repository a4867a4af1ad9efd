"""The door: `python app.py` opens the library, its index and the chat page, and serves them.

The address is taken first, so that a port in use is known at once. The assistant and gradio are loaded one after the
other: both parse source code while they are imported, and CPython 3.11 can fail when two threads do so at once.
"""

import argparse
import errno
import importlib
import socket
import sys
from collections.abc import Sequence

import uvicorn

from assistant.pipeline import STAGES, Assistant, open_assistant
from assistant.web.errors import PortTaken
from assistant.web.log import start_logging
from assistant.web.security import Application
from assistant.web.settings import WebSettings
from documents.catalog import Catalogue
from documents.errors import PolicyError
from documents.printable import one_line
from documents.settings import DocumentSettings
from index.settings import IndexSettings

BACKLOG = 128
STOP_SECONDS = 3
"""Open event streams are cut this long after the program is told to stop."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 0 when stopped, 1 with one line on stderr when it cannot start."""
    options = _parse(arguments)
    try:
        return _serve(options.host, options.port)
    except PolicyError as error:
        print(f"app.py: {one_line(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py", description="Serve the policy chat on a web page.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=7860, help="port to listen on, 0 for any (default: %(default)s)")
    return parser.parse_args(arguments)


def _port(written: str) -> int:
    if not (written.isascii() and written.isdigit() and int(written) <= 65_535):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to 65535, not {written!r}")
    return int(written)


def _serve(host: str, port: int) -> int:
    start_logging()
    settings = WebSettings.from_environment()
    listener = listen(host, port)
    application = _application(_ready_assistant(), settings)
    print(start_line(*listener.getsockname()[:2]), flush=True)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    server.run(sockets=[listener])
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises PortTaken with a sentence that says why the address cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((str(address[0]), port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = "another program listens there" if error.errno == errno.EADDRINUSE else str(error.strerror or error)
        raise PortTaken(f"cannot listen on {host}:{port}: {reason}; choose another with --host or --port") from error


def _ready_assistant() -> Assistant:
    """The assistant, after one question of our own: the first person does not wait for models to load."""
    assistant = open_assistant()
    for document in list(assistant.desk.library.documents.values())[:1]:
        assistant.ask(document.title[:50] or document.name)
    return assistant


def _application(assistant: Assistant, settings: WebSettings) -> Application:
    web = importlib.import_module("assistant.web.server")  # gradio: 4 s, and not needed to say that a start failed
    documents = DocumentSettings.from_environment()
    stages = [stage.__name__ for stage in STAGES]
    application: Application = web.create_app(assistant, Catalogue.open(documents), settings, stages, documents)
    return application


def start_line(host: str, port: int) -> str:
    """What runs, where its data lies and at which address, in one line."""
    home = DocumentSettings.from_environment().home.resolve()
    model = IndexSettings.from_environment().model
    shown = f"[{host}]" if ":" in host else host
    return f"Policy chat: embedding model {model}, no language model; data in {home}; open http://{shown}:{port}/"


if __name__ == "__main__":
    sys.exit(main())
