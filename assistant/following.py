"""Keeps a desk level with the catalogue while questions are asked.

Before a question the catalogue's revision is looked at, no more often than the settings say. When it or the day has
changed, one thread of its own brings library and index level; every question waits for it, briefly, and then takes the
desk that is there. A failure is logged and leaves the old desk serving; the next look tries again.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from assistant.desk import Desk, Searcher
from assistant.library import CatalogueReader, Library
from assistant.settings import AssistantSettings
from documents.errors import PolicyError

_LOG = logging.getLogger(__name__)
Clock = Callable[[], date]


class ChangingCatalogue(CatalogueReader, Protocol):
    """A catalogue that tells when it has changed."""

    def revision(self) -> str: ...


@dataclass(frozen=True)
class Seen:
    """What a desk was made from."""

    revision: str
    today: date


@dataclass
class Follower:
    """Where the newest desk comes from. One for each assistant; safe to use from several threads at once."""

    catalogue: ChangingCatalogue
    open_searcher: Callable[[], Searcher]
    """A searcher level with the catalogue. Raises PolicyError where there can be none."""
    settings: AssistantSettings
    clock: Clock = date.today
    seen: Seen | None = None
    """What the desk that serves was made from."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _looked: float = field(default=float("-inf"), repr=False)
    _running: threading.Event | None = field(default=None, repr=False)
    _patience_ends: float = field(default=0.0, repr=False)
    """When questions no longer wait for the refresh under way: a long one holds nobody up twice."""

    def follow(self, desk: Desk, publish: Callable[[Desk], None]) -> None:
        """Returns when `desk` is level, when a newer one was published, or when the wait was long enough."""
        with self._lock:
            running = self._running or self._start(desk, publish)
        if running is not None:
            running.wait(max(0.0, self._patience_ends - time.monotonic()))

    def _start(self, desk: Desk, publish: Callable[[Desk], None]) -> threading.Event | None:
        """The event that ends a refresh begun now; None where nothing changed or it is too soon to look."""
        now = time.monotonic()
        if now - self._looked < self.settings.look_seconds:
            return None
        self._looked = now
        seen = self._look()
        if seen is None or seen == self.seen:
            return None
        self._patience_ends = now + self.settings.level_seconds
        self._running = done = threading.Event()
        threading.Thread(target=self._refresh, args=(desk, seen, publish, done), daemon=True).start()
        return done

    def _look(self) -> Seen | None:
        """The catalogue and the day as they are; None where the catalogue cannot be read, which is logged."""
        try:
            return Seen(self.catalogue.revision(), self.clock())
        except PolicyError as error:
            _LOG.warning("the catalogue cannot be read, the library stays as it was: %s", error)
            return None

    def _refresh(self, desk: Desk, seen: Seen, publish: Callable[[Desk], None], done: threading.Event) -> None:
        try:
            publish(self.level(desk, seen))
            self.seen = seen
        except PolicyError as error:
            _LOG.warning("the library stays as it was: %s", error)
        except Exception:
            _LOG.exception("the library stays as it was")
        finally:
            with self._lock:
                self._running = None
            done.set()

    def level(self, desk: Desk, seen: Seen) -> Desk:
        """A desk as the catalogue is at `seen`, with what did not change taken from `desk`. Raises PolicyError."""
        library = Library.of(self.catalogue, seen.today, desk.library)
        same_text = library.hashes == desk.library.hashes
        return replace(desk, library=library, searcher=desk.searcher if same_text else self.open_searcher())
