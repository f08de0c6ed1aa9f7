"""Invent the data of the Göteborg example: the same bytes every time, on every machine.

Run as ``python parameters/goteborg/generate.py [--full] [FOLDER]``. Without a folder the files of
``data/`` beside this script are written anew, and the result units in ``org_units.yaml``. With
``--full`` what is committed by district and activity is written by result unit; its sums are the
committed figures. Every figure is invented. What is planted stands in the README of this folder.
"""  # noqa: INP001 - a script beside its data, not a module of a package

from __future__ import annotations

import sys
from pathlib import Path

from generator.deliveries import write_files
from generator.register import write_units

HERE = Path(__file__).parent


def main(words: list[str]) -> None:
    """Write the files."""
    full = "--full" in words
    folders = [word for word in words if word != "--full"]
    write_files(Path(folders[0]) if folders else HERE / "data", full=full)
    if not folders:
        write_units(HERE / "org_units.yaml")


if __name__ == "__main__":
    main(sys.argv[1:])
