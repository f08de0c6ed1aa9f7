"""One run at a time into an object store: a lock that is renewed while its owner lives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bsc_helpers.batch.outputs.owner import LOCK, Owner, owner_in, refusal, this_process
from bsc_helpers.batch.outputs.store import Store
from bsc_helpers.errors import RunError

__all__ = ["RENEWED_EVERY", "STALE_AFTER", "RemoteLock"]

RENEWED_EVERY = 60.0  # seconds
STALE_AFTER = 600.0  # seconds without renewal; clocks may differ by much less than this
SETTLED_AFTER = 2.0  # seconds in which two that take over at once have both written


class RemoteLock:
    """The object that says who writes; taken over when it was not renewed for ten minutes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lost = threading.Event()

    def check(self) -> None:
        """Refuse to write once another run has taken over, as after a long sleep of this machine.

        Raises
        ------
        RunError
            When the lock is another one's.
        """
        if self._lost.is_set():
            raise RunError(f"{self._store.name}: another run took over; nothing more is written")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises
        ------
        RunError
            When another run holds it.
        """
        mine = this_process()
        self._take(mine)
        self._lost.clear()
        done = threading.Event()
        renewal = threading.Thread(target=self._renew, args=(mine, done), daemon=True)
        renewal.start()
        try:
            yield
        finally:
            done.set()
            renewal.join()
            with suppress(RunError):  # it grows stale by itself
                if self._owner_is(mine):
                    self._store.remove(LOCK)

    def _take(self, mine: Owner) -> None:
        if not self._store.create(LOCK, mine.as_bytes()):
            other = owner_in(self._store.read(LOCK))
            if other and other.token != mine.token and time.time() - other.renewed < STALE_AFTER:
                raise refusal(self._store.name, other)
            # Two may take over at once: the last one to write stays, and the other one sees it.
            self._store.put(LOCK, mine.as_bytes())
            time.sleep(SETTLED_AFTER)
        if not self._owner_is(mine):  # also where a store knows no exclusive writing
            raise refusal(self._store.name, owner_in(self._store.read(LOCK)))

    def _owner_is(self, mine: Owner) -> bool:
        owner = owner_in(self._store.read(LOCK))
        return owner is not None and owner.token == mine.token

    def _renew(self, mine: Owner, done: threading.Event) -> None:
        renewed = time.time()
        while not done.wait(RENEWED_EVERY):
            try:
                if not self._owner_is(mine):
                    break
                now = time.time()
                renewing = mine.model_copy(update={"renewed": now})
                self._store.put(LOCK, renewing.as_bytes())
                renewed = now
            except RunError:  # the store may answer again in time
                if time.time() - renewed > STALE_AFTER:
                    break
        else:
            return
        self._lost.set()
