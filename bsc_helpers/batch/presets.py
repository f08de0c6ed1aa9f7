"""Find the preset that the user names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bsc_helpers.batch.jobs import Selection, unknown
from bsc_helpers.errors import ParameterError, Problem, RegisterError, printable
from bsc_helpers.model import Preset, Register
from bsc_helpers.register import load_register
from bsc_helpers.register.reading import read_yaml

__all__ = ["Found", "check_whole", "find_preset"]

PRESETS = "presets.yaml"
REGISTERS = f"parameters/*/{PRESETS}"
ABOUT_UNITS = ("org_units", "kinds", "activities")


@dataclass(frozen=True)
class Found:
    """A preset with the register in which it lies."""

    folder: Path
    register: Register
    preset: Preset


def find_preset(text: str) -> Found:
    """Return the preset that a text names.

    Parameters
    ----------
    text
        ``FOLDER/NAME``, or a NAME that one register below ``parameters/`` of the working directory
        has.

    Raises
    ------
    ParameterError
        When there is none, or more than one; says which there are.
    RegisterError
        When the register that holds it cannot be used.
    """
    if Path(text).is_dir():
        presets = [preset.code for preset in load_register(Path(text)).presets]
        raise ParameterError(
            f"{printable(text)} is a register, not a preset; valid: "
            + (", ".join(f"{Path(text).as_posix()}/{code}" for code in presets) or "none")
        )
    path = Path(text)
    return _by_name(text) if path.name == text else _in_folder(path.parent, path.name)


def check_whole(found: Found, selection: Selection) -> None:
    """Refuse what an order of reports about the whole scorecard cannot have.

    Raises
    ------
    RegisterError
        When the preset names units or activities, or its notebook is called like a unit: then the
        reports of both would lie in one place.
    ParameterError
        When the selection names units or activities.
    """
    why = f"the reports of {found.preset.notebook} are about the whole scorecard, as the notebook "
    why += "has no parameter org_unit"
    problems = [
        _problem(found, name, f"does not belong here: {why}", "periods, languages, formats")
        for name in ABOUT_UNITS
        if getattr(found.preset, name)
    ]
    problems += [
        _problem(
            found, "notebook", f"is also the code of the unit {unit.code}: another name is needed"
        )
        for unit in found.register.scorecard.org_units
        if unit.code.casefold() == found.preset.notebook
    ]
    if problems:
        raise RegisterError(problems)
    if selection.org_units or selection.activities:
        valid = "--period, --language, --format"
        raise ParameterError(f"--unit and --activity do not belong here: {why}; valid: {valid}")


def _problem(found: Found, name: str, message: str, valid: str = "") -> Problem:
    """Return a problem at a key of the preset, where it is written."""
    file = found.folder / PRESETS
    number = found.register.presets.index(found.preset)
    key = ("presets", number, name)
    return read_yaml(file, str(file)).problem(key, message, valid=valid)


def _in_folder(folder: Path, name: str) -> Found:
    register = load_register(folder)
    by_code = {preset.code: preset for preset in register.presets}
    if name not in by_code:
        raise ParameterError(unknown(f"preset in {folder.as_posix()} called", name, list(by_code)))
    return Found(folder, register, by_code[name])


def _by_name(name: str) -> Found:
    known: list[Found] = []
    broken: RegisterError | None = None
    for file in sorted(Path().glob(REGISTERS)):
        folder = file.parent
        try:
            register = load_register(folder)
        except RegisterError as error:
            broken = broken or error
            continue
        known += [Found(folder, register, preset) for preset in register.presets]
    found = [candidate for candidate in known if candidate.preset.code == name]
    if len(found) == 1:
        return found[0]
    if found:
        full = ", ".join(f"{one.folder.as_posix()}/{name}" for one in found)
        raise ParameterError(f"several registers have a preset {printable(name)}; valid: {full}")
    if broken is not None:
        raise broken
    raise ParameterError(unknown("preset", name, [one.preset.code for one in known]))
