"""Pictures in PNG, as a notebook stores them: base64 text."""

from __future__ import annotations

import binascii
from base64 import b64decode
from struct import unpack
from zlib import crc32

from bsc_helpers.errors import PublishingError

__all__ = ["clean_png", "png_size"]

LARGEST = 1_000_000  # bytes
MOST_PIXELS = 8_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = 24  # signature, length and name of the first chunk, width, height


def clean_png(text: str) -> str:
    """Return the base64 text of a PNG without line breaks.

    Raises
    ------
    PublishingError
        When the text is no base64, the bytes are no whole PNG, or the picture is too large for a
        report.
    """
    packed = "".join(text.split())
    width, height = png_size(packed)
    if len(packed) > LARGEST * 4 / 3 or width * height > MOST_PIXELS:
        raise PublishingError(
            f"the picture is too large ({width} × {height} pixels, {len(packed) * 3 // 4_000} kB); "
            f"valid: at most {MOST_PIXELS // 1_000_000} million pixels and {LARGEST // 1000} kB"
        )
    _check_chunks(b64decode(packed))
    return packed


def _check_chunks(data: bytes) -> None:
    """Refuse a picture that was cut short or damaged."""
    at, name = len(_SIGNATURE), b""
    while name != b"IEND":
        if at + 12 > len(data):
            raise PublishingError("the picture is a PNG that was cut short")
        size, name = unpack(">I4s", data[at : at + 8])
        check = data[at + 8 + size : at + 12 + size]
        if len(check) != 4 or unpack(">I", check)[0] != crc32(data[at + 4 : at + 8 + size]):  # noqa: PLR2004 - bytes of a checksum
            raise PublishingError("the picture is a PNG that is damaged or was cut short")
        at += 12 + size


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
