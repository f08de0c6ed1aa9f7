"""Find the preset that the user names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bsc_helpers.batch.jobs import unknown
from bsc_helpers.errors import ParameterError, RegisterError, printable
from bsc_helpers.model import Preset, Register
from bsc_helpers.register import load_register

__all__ = ["Found", "find_preset"]

REGISTERS = "parameters/*/presets.yaml"


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
