"""What must be the same on all machines that make reports together; quick to import there."""

from __future__ import annotations

import sys
from importlib.metadata import version

__all__ = ["versions"]

DISTRIBUTION = "bsc-helpers"


def versions() -> str:
    """Return the versions of the package and of Python as a text."""
    python = ".".join(map(str, sys.version_info[:2]))
    return f"{DISTRIBUTION} {version(DISTRIBUTION)} and Python {python}"
