"""A new scorecard from a template: a small, complete register that runs as it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from pydantic import ValidationError

from bsc_helpers.errors import ParameterError, did_you_mean, printable
from bsc_helpers.model import LocalText
from bsc_helpers.model.texts import parse_code

__all__ = ["TEMPLATE_LANGUAGES", "write_new"]

TEMPLATES = Path(__file__).parent / "template"
TEMPLATE_LANGUAGES = tuple(sorted(path.name for path in TEMPLATES.iterdir() if path.is_dir()))
HEAD_FILE = "scorecard.yaml"


def write_new(folder: Path, name: str = "", language: str = "en") -> tuple[Path, ...]:
    """Start a scorecard in a new folder, whole or not at all.

    Parameters
    ----------
    folder
        Does not exist yet, or is empty. Its name becomes the code of the scorecard.
    name
        The name of the scorecard; without it that of the folder.
    language
        In which its texts, comments and reports are.

    Returns
    -------
    The files that were written.

    Raises
    ------
    ParameterError
        When the folder holds something, its name is no code, or there is no such template.
    """
    template = _template(language)
    code = _code_of(folder)
    head = _head_of(template, code, _name_of(name or code))
    _check_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bsc-", dir=folder.parent) as place:
        made = Path(place) / "new"
        for path in sorted(template.rglob("*")):
            if path.is_file():
                new = made / path.relative_to(template)
                new.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(path.read_bytes())
        (made / HEAD_FILE).write_bytes(head.encode())
        if folder.exists():
            folder.rmdir()  # it is empty, and Windows puts nothing in the place of a folder
        made.rename(folder)
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _template(language: str) -> Path:
    if language not in TEMPLATE_LANGUAGES:
        more = did_you_mean(language, TEMPLATE_LANGUAGES)
        raise ParameterError(f"there is no template in {printable(language)}{more}")
    return TEMPLATES / language


def _code_of(folder: Path) -> str:
    name = folder.absolute().name
    try:
        return parse_code(name)
    except ValueError as error:
        raise ParameterError(
            f"the folder's name {printable(name)} becomes the scorecard's code: {error}"
        ) from None


def _name_of(name: str) -> str:
    try:
        return LocalText(name).of("")
    except ValidationError as error:
        (fault,) = error.errors()
        raise ParameterError(f"the name {printable(name)} {fault['ctx']['error']}") from None


def _check_free(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ParameterError(f"{printable(folder)} is no folder; nothing was written")
    if folder.is_dir() and any(folder.iterdir()):
        raise ParameterError(f"{printable(folder)} is not empty; nothing was written")
    if folder.resolve() == Path.cwd().resolve():
        raise ParameterError("the working directory cannot be replaced; name a new folder")


def _head_of(template: Path, code: str, name: str) -> str:
    """Return the template's head file with another code and name, all else as it stands."""
    lines = (template / HEAD_FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    given = {"code: ": code, "name: ": name}
    return "".join(
        next(
            (f"{key}{_quoted(text)}\n" for key, text in given.items() if line.startswith(key)), line
        )
        for line in lines
    )


def _quoted(text: str) -> str:
    """Return a text as YAML in double quotes, on one line."""
    dumped: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**6)
    return dumped.strip()
