"""A survey: its questions, the index and the areas that are made of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bsc_helpers.model.part import Part
from bsc_helpers.model.texts import AnyText, Code, Integer, LocalText, Name, Number
from bsc_helpers.periods import PeriodKind

__all__ = ["AnswerScale", "Question", "Survey", "SurveyArea", "SurveyIndex"]

Fewest = Annotated[Integer, Field(ge=1)]


class AnswerScale(Part):
    """The marks that can be given: whole steps from the low to the high end."""

    low: Number = 1.0
    high: Number = 10.0


class Question(Part):
    """A question that is answered by a mark."""

    code: Name
    text: LocalText | None = None
    scale: AnswerScale | None = Field(None, description="instead of the survey's")
    reversed: bool = Field(default=False, description="whether the low end of the scale is best")


class SurveyIndex(Part):
    """The index: the weighted mean of its items, from 0 to 100, and where its figures go."""

    name: LocalText
    items: tuple[Name, ...] = Field(min_length=1, description="questions, such as the three of NKI")
    weights: tuple[Annotated[Number, Field(ge=0)], ...] = Field(
        (), description="one for each item, 1 in all; none = equal weights"
    )
    fewest: Fewest | None = Field(
        None, description="items that one must have answered to have an index; none = all"
    )
    count: Name | None = Field(None, description="the input that takes the number of indices")
    sum: Name | None = Field(
        None, description="the input that takes their sum, each as a share from 0 to 1"
    )
    sum_of_squares: Name | None = Field(
        None, description="the input that takes the sum of their squares"
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs that count, sum and sum of squares go to; empty when none is declared."""
        named = (self.count, self.sum, self.sum_of_squares)
        return tuple(name for name in named if name is not None)


class SurveyArea(Part):
    """Questions about one thing; their mean is the index of the area."""

    code: Code
    name: LocalText
    questions: tuple[Name, ...] = Field(min_length=1)
    fewest: Fewest | None = Field(
        None, description="questions that one must have answered to count; none = all"
    )


class Survey(Part):
    """A survey whose answers are delivered respondent by respondent.

    Questions that are changed so much that the rounds cannot be compared make another survey.
    """

    code: Code
    name: LocalText
    frequency: PeriodKind = Field("year", description="the periods of its rounds")
    scale: AnswerScale = AnswerScale()
    questions: tuple[Question, ...] = Field(min_length=1)
    dont_know: tuple[AnyText, ...] = Field(
        (), description='answers that are none, such as "99" or "don\'t know": in no base'
    )
    not_answered: tuple[AnyText, ...] = Field(
        (), description='cells of questions not answered or not asked, such as "" or "-"'
    )
    index: SurveyIndex
    areas: tuple[SurveyArea, ...] = ()
    invited: Name | None = Field(None, description="the input that counts those invited")
    population: Name | None = Field(
        None,
        description="the input that counts all users, where margins shall describe just those of "
        "the round (finite-population correction)",
    )
    minimum_base: Annotated[Number, Field(ge=2)] = Field(
        7.0, description="results that rest on fewer answers are withheld"
    )

    def scale_of(self, question: Question) -> AnswerScale:
        """Return the scale of a question."""
        return question.scale or self.scale
