"""What is wrong in one delivered file; of many problems alike a few are listed, the rest counted.

Problems are alike when they break the same rule in the same column, whatever the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from bsc_helpers.errors import Problem

__all__ = ["MOST_ALIKE", "Problems"]

MOST_ALIKE = 5  # problems of one kind that are listed before the rest is counted


@dataclass
class Problems:
    """The problems of one file."""

    file: str
    found: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, problem: Problem, rule: str = "") -> None:
        """Add a problem of this file; its rule is its message where nothing else is said."""
        self.add_each(rule or problem.message, problem.key, [0], lambda _: problem)

    def add_each(
        self, rule: str, key: str, rows: Sequence[int], told: Callable[[int], Problem]
    ) -> None:
        """Add a problem for each of some rows.

        Parameters
        ----------
        rule
            The rule that all of them break.
        key
            The column in which they do.
        rows
            The numbers of the rows, in the order of the file.
        told
            Gives the problem of a row; asked only for those that are listed.
        """
        kind = ": ".join(part for part in (key, rule) if part)
        room = max(MOST_ALIKE - self.counts[kind], 0)
        self.counts[kind] += len(rows)
        self.found += [replace(told(row), file=self.file, key=key) for row in rows[:room]]

    def all(self) -> list[Problem]:
        """Return the problems by line, and how many more there are of each kind."""
        rest = [
            Problem(f"… and {count - MOST_ALIKE} more: {kind}", file=self.file)
            for kind, count in self.counts.items()
            if count > MOST_ALIKE
        ]
        return sorted(self.found, key=lambda problem: problem.line) + rest
