"""What a report is made from, as hashes: the same inputs have the same key.

Not time stamps but contents count: this package and what it rests on, the notebook, the
parameters, the scorecard, and the report's own slice of the evaluation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bsc_helpers.batch.digests import digest_of
from bsc_helpers.model import Format
from bsc_helpers.slices import Content

__all__ = ["Digest", "MadeFrom", "made_from"]

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class MadeFrom(BaseModel):
    """The hashes of what a report is made from.

    Attributes
    ----------
    figures
        Of everything but the comments; when it changes, the notebook is executed.
    comments
        Of what people wrote of the figures; when it alone changes, the report is rendered again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: Digest
    comments: Digest

    @property
    def key(self) -> str:
        """One hash for both."""
        return digest_of([self.figures.encode(), self.comments.encode()])


def made_from(
    common: str,
    parameters: Mapping[str, str],
    names: Mapping[Format, str],
    content: Content,
) -> MadeFrom:
    """Return what one report is made from.

    Parameters
    ----------
    common
        The hash of what all reports of the run share.
    parameters
        Of the notebook, without where the run keeps its files.
    names
        The name of the file of each format.
    content
        The report's slice: the figures, and what people wrote of them.
    """
    figures, comments = content
    told = repr((sorted(parameters.items()), sorted(names.items()))).encode()
    return MadeFrom(
        figures=digest_of([common.encode(), told, figures]), comments=digest_of([comments])
    )
