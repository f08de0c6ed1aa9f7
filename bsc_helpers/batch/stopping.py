"""How a run is told to stop, and by whom: the first failure, or an interrupt."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from bsc_helpers.batch.outcomes import Outcome

__all__ = ["Stop", "stopping_on_signals"]


class Stop:
    """An order to stop: begin nothing new, or also give up what is running.

    Parameters
    ----------
    at_failure
        Whether the first failure is such an order.

    Attributes
    ----------
    new
        Set: begin nothing new.
    running
        Set: give up what is running.
    interrupted
        Set: a person or the system asked for it.
    lost
        Why nothing more can be made, where that is neither.
    """

    def __init__(self, *, at_failure: bool = False) -> None:
        self._at_failure = at_failure
        self.new = threading.Event()
        self.running = threading.Event()
        self.interrupted = threading.Event()
        self.lost = ""

    def after(self, outcome: Outcome) -> None:
        """Begin nothing new after a failure, where that was asked for."""
        if self._at_failure and outcome.status == "failed":
            self.new.set()

    def at_once(self) -> None:
        """Begin nothing new and give up what is running."""
        self.new.set()
        self.running.set()


@contextmanager
def stopping_on_signals(stop: Stop) -> Iterator[None]:
    """Take an interrupt as an order to stop cleanly, a second one as an order to stop at once."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if stop.interrupted.is_set():
            raise KeyboardInterrupt
        stop.interrupted.set()
        stop.at_once()

    if threading.current_thread() is not threading.main_thread():  # only it receives signals
        yield
        return
    before = {
        number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
