"""What a page says of a report that failed: why, and who can mend it, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from bsc_helpers.batch.outcomes import FailureKind

__all__ = ["FAILURE_WORDS", "FailureWords", "KindWords"]


class KindWords(NamedTuple):
    """A kind of failure: in a few words, in a sentence, what can be done, and what if not."""

    short: str
    why: str
    first: str
    otherwise: str = ""


@dataclass(frozen=True)
class FailureWords:
    """What the page of a failed report says besides names; ``{…}`` is filled in."""

    title: str
    lead: str
    activity: str
    why: str
    technical: str
    cell: str
    advice: str
    again: str
    earlier: str
    no_earlier: str
    more: str
    kinds: Mapping[FailureKind, KindWords]


_SV = FailureWords(
    title="{subject} – {period} – kunde inte göras",
    lead="Rapporten kunde inte göras vid den senaste körningen.",
    activity="Verksamhet",
    why="Varför",
    technical="Teknisk orsak, som programmet gav den:",
    cell="Det hände i cell {number}, som börjar så:",
    advice="Vad som kan göras",
    again="Så görs bara den här rapporten om:",
    earlier="Tidigare utgåva",
    no_earlier="Det finns ingen tidigare utgåva av rapporten.",
    more="Vad som hände",
    kinds=MappingProxyType(
        {
            "data": KindWords(
                "fel i uppgifterna",
                "De levererade uppgifterna eller registret gick inte att använda för rapporten.",
                "Den som lämnar uppgifterna eller sköter registret rättar felet.",
                "Kommandot bsc check visar alla fel med fil och rad.",
            ),
            "cell": KindWords(
                "fel i en cell",
                "Ett steg i beräkningen, en cell i rapportens notebook, avbröts av ett fel.",
                "Den som sköter notebooken rättar cellen.",
                "Gäller felet bara den här enheten kan orsaken ligga i dess uppgifter: låt "
                "den som lämnar dem kontrollera dem.",
            ),
            "ended": KindWords(
                "avslutade sig själv",
                "Rapportens notebook avslutade sig själv innan rapporten var färdig.",
                "Den som sköter notebooken tar bort det som avslutar den, till exempel exit() "
                "eller sys.exit().",
            ),
            "timeout": KindWords(
                "tiden räckte inte",
                "Rapporten blev inte färdig inom den tid som en rapport får ta.",
                "Kör den igen; en tillfälligt hårt belastad dator kan ha varit för långsam.",
                "Räcker tiden inte då heller ger den som kör rapporterna dem mer tid med "
                "--timeout, eller låter den som sköter notebooken cellen göra mindre.",
            ),
            "memory": KindWords(
                "minnet räckte inte",
                "Rapporten behövde mer minne än vad som fanns för den.",
                "Den som kör rapporterna gör färre samtidigt med --workers, eller ger dem mer "
                "minne.",
                "Räcker minnet inte då heller låter den som sköter notebooken cellen hålla "
                "mindre i minnet.",
            ),
            "killed": KindWords(
                "avbröts utifrån",
                "Programmet som räknade försvann utan att säga varför. Det händer när minnet tar "
                "slut, när någon avslutar det eller när det kraschar.",
                "Kör rapporten igen.",
                "Försvinner det i samma cell igen undersöker den som sköter notebooken cellen.",
            ),
            "start": KindWords(
                "kunde inte starta",
                "Programmet som räknar kunde inte starta. Felet ligger varken i uppgifterna eller "
                "i rapporten.",
                "Kör rapporten igen.",
                "Kan det inte starta då heller undersöker den som sköter datorn installationen.",
            ),
            "publishing": KindWords(
                "kunde inte bli färdiga filer",
                "Beräkningen gick bra, men resultatet kunde inte göras till eller sparas som "
                "färdiga filer.",
                "Nämner den tekniska orsaken en cell rättar den som sköter notebooken vad "
                "cellen visar, till exempel en figur utan alternativtext.",
                "Nämner den en fil ser den som sköter datorn till att det finns plats och "
                "behörighet att skriva; kör sedan rapporten igen.",
            ),
            "worker": KindWords(
                "fel i driften",
                "Programmet som gör rapporterna avbröts eller stötte på ett eget fel. Uppgifterna "
                "behöver inte vara fel.",
                "Kör rapporten igen.",
                "Händer det igen lämnar du den tekniska orsaken till den som sköter "
                "programmet; körningens logg säger mer.",
            ),
        }
    ),
)

_EN = FailureWords(
    title="{subject} – {period} – could not be made",
    lead="The report could not be made in the latest run.",
    activity="Activity",
    why="Why",
    technical="The technical reason, as the program gave it:",
    cell="It happened in cell {number}, which begins:",
    advice="What can be done",
    again="This makes only this report again:",
    earlier="Earlier edition",
    no_earlier="There is no earlier edition of the report.",
    more="What happened",
    kinds=MappingProxyType(
        {
            "data": KindWords(
                "error in the data",
                "The delivered data or the register could not be used for the report.",
                "Whoever delivers the data or keeps the register mends the error.",
                "The command bsc check shows every error with file and line.",
            ),
            "cell": KindWords(
                "error in a cell",
                "A step of the computation, a cell of the report's notebook, stopped with an "
                "error.",
                "Whoever keeps the notebook mends the cell.",
                "If only this unit is concerned, the reason may lie in its data: have whoever "
                "delivers them check them.",
            ),
            "ended": KindWords(
                "ended itself",
                "The report's notebook ended itself before the report was complete.",
                "Whoever keeps the notebook takes away what ends it, such as exit() or sys.exit().",
            ),
            "timeout": KindWords(
                "not enough time",
                "The report was not complete within the time that a report may take.",
                "Run it again; a computer under heavy load may have been too slow.",
                "If that is not enough, whoever runs the reports gives them more time with "
                "--timeout, or whoever keeps the notebook makes the cell do less.",
            ),
            "memory": KindWords(
                "not enough memory",
                "The report needed more memory than there was for it.",
                "Whoever runs the reports makes fewer at once with --workers, or gives them "
                "more memory.",
                "If that is not enough, whoever keeps the notebook makes the cell hold less "
                "in memory.",
            ),
            "killed": KindWords(
                "ended from outside",
                "The program that computed vanished without saying why. That happens when memory "
                "runs out, when somebody ends it or when it crashes.",
                "Run the report again.",
                "If it vanishes in the same cell again, whoever keeps the notebook looks into "
                "the cell.",
            ),
            "start": KindWords(
                "could not start",
                "The program that computes could not start. The error lies neither in the data nor "
                "in the report.",
                "Run the report again.",
                "If it does not start then either, whoever keeps the computer looks into the "
                "installation.",
            ),
            "publishing": KindWords(
                "could not become files",
                "The computation went well, but its result could not be made into files, or could "
                "not be saved.",
                "If the technical reason names a cell, whoever keeps the notebook mends what "
                "the cell shows, such as a figure without alternative text.",
                "If it names a file, whoever keeps the computer sees to it that there is room "
                "and permission to write; then run the report again.",
            ),
            "worker": KindWords(
                "error in operation",
                "The program that makes the reports was stopped or met an error of its own. The "
                "data need not be wrong.",
                "Run the report again.",
                "If it happens again, give the technical reason to whoever keeps the program; "
                "the log of the run says more.",
            ),
        }
    ),
)

FAILURE_WORDS: Final[Mapping[str, FailureWords]] = MappingProxyType({"sv": _SV, "en": _EN})
