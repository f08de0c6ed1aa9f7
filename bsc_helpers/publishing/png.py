"""Pictures in PNG, as a notebook stores them: base64 text."""

from __future__ import annotations

import binascii
from base64 import b64decode
from struct import unpack

from bsc_helpers.errors import PublishingError

__all__ = ["clean_png", "png_size"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = 24  # signature, length and name of the first chunk, width, height


def clean_png(text: str) -> str:
    """Return the base64 text of a PNG without line breaks.

    Raises
    ------
    PublishingError
        When the text is no base64 or the bytes are no PNG.
    """
    packed = "".join(text.split())
    png_size(packed)
    return packed


def png_size(text: str) -> tuple[int, int]:
    """Return width and height of a PNG in its pixels."""
    try:
        data = b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise PublishingError("the picture is not written as base64") from None
    if len(data) < _HEADER or not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR":
        raise PublishingError("the picture is no PNG")
    width, height = unpack(">II", data[16:_HEADER])
    return width, height
