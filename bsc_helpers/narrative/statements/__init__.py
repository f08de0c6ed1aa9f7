"""From results to statements: what may be said of a unit in a period, and on what it rests.

A statement is one claim of one of the models below, with the numbers it is about and the table
cells they come from; it has no language. A model speaks only where its licence holds.

== ============================ ====================================================================
1  target met                   a value, a target, and clearly on its good side
2  target missed                the same on the other side, and no legal duty
3  cannot be told               a sample whose interval holds the target, or that has no interval
4  without status               a value and no target, or one of low reliability
5  money against budget         budget and outturn in kronor, both complete
6  forecast for the year        a forecast and the day on which it was made
8  change, more than chance     13 values or more, the last is new and breaks a rule of the chart
9  change, as usual             the same, and no rule is broken
10 new definition, too short    values from before a change of definition; fewer than 13 values
11 two rounds of a survey       both shown; the margin of the change without finite correction
12 comparison, unusual          beyond 99.8 % limits that allow for the usual differences; not
                                where reliability or comparability is low
13 comparison, usual            the same, within the limits; a place only as an interval
14 not measured again           the latest value is older than the report's period
15 missing or not calculable    no value, and the reason is known
16 withheld                     no value, for disclosure control; the same words, whatever the rule
17 small numbers                a proportion of fewer than 30 cases, of a sample or of all
18 legal duty breached          as 2, and the measure is a legal duty
19 preliminary, or revised      within the time in which the measure is revised; an old value known
23 follow-up of an action       as the register has it; the expected value, once it is due
== ============================ ====================================================================

No model says anything of a cause. That a change or a difference is more than chance is said by 8,
11 and 12 only; 2 and 18 put the value of the year before beside that of now.
"""

from bsc_helpers.narrative.statements.actions import actions_of, initiatives_for
from bsc_helpers.narrative.statements.order import in_short, statements_of
from bsc_helpers.narrative.statements.questions import questions_of
from bsc_helpers.narrative.statements.statement import Evidence, Statement
from bsc_helpers.narrative.statements.surveys import (
    change_decimals,
    how_sure,
    latest_round,
    statements_of_surveys,
)

__all__ = [
    "Evidence",
    "Statement",
    "actions_of",
    "change_decimals",
    "how_sure",
    "in_short",
    "initiatives_for",
    "latest_round",
    "questions_of",
    "statements_of",
    "statements_of_surveys",
]
