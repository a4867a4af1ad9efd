"""One JSON line for each event, on stderr: who reads it in a terminal meets no control character.

Fields hold numbers and names of our own. A question's text is written only when POLICY_LOG_QUESTIONS asks for it.
"""

import json
import logging
import sys
from datetime import UTC, datetime

LOGGER = logging.getLogger("policy")
_OWN = "event_fields"


class JsonLines(logging.Formatter):
    """A log record as one line of ASCII JSON. Every control and every non-ASCII character is written `\\uXXXX`."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        fields.update({name: value for name, value in getattr(record, _OWN, {}).items() if value is not None})
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["trace"] = self.formatException(record.exc_info)
        return one_line(fields)


def one_line(fields: dict[str, object]) -> str:
    """`fields` as JSON on one line of printable ASCII."""
    return json.dumps(fields, ensure_ascii=True, default=str).replace("\x7f", "\\u007f")


def event(name: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: object) -> None:
    """Write one event. `error` adds its type and trace, escaped into the same line."""
    LOGGER.log(level, name, extra={_OWN: fields}, exc_info=error)


def start_logging() -> None:
    """Send this program's events and its server's to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.INFO)
    handler.setFormatter(JsonLines())
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
