"""The patterns of all sentences by language."""

from __future__ import annotations

from collections.abc import Mapping

from bsc_helpers.narrative import en, en_variation, sv, sv_variation

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "sv": {**sv.SENTENCES, **sv_variation.SENTENCES},
    "en": {**en.SENTENCES, **en_variation.SENTENCES},
}
