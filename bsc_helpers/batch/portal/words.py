"""The fixed words of the entrance, in each language of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["PORTAL_WORDS", "PortalWords"]


@dataclass(frozen=True)
class PortalWords:
    """What the entrance says besides names; ``{…}`` is filled in."""

    reports: str
    title: str
    title_of_period: str
    lead: str
    state: str
    current: str
    failed: str
    out_of_date: str
    failures: str
    failures_caption: str
    unit: str
    period: str
    language: str
    reason: str
    earlier: str
    none: str
    whole: str
    units: str
    units_below: str
    one_unit_below: str
    activities: str
    search: str
    search_found: str
    search_none: str
    measures: str
    other_periods: str
    gone: str
    failed_short: str
    stale: str
    stale_as_of: str
    in_language: str
    as_of: str
    entrance: str
    this_page_in: str
    languages: Mapping[str, str]  # as they are written inside a sentence
    whole_names: Mapping[str, str]  # of the reports about the whole scorecard, by their notebooks

    def whole_name(self, notebook: str) -> str:
        """Return the name of a report about the whole scorecard, before it has a title."""
        return self.whole_names.get(notebook, notebook.replace("_", " ").capitalize())


_SV = PortalWords(
    reports="Rapporter",
    title="{scorecard} – rapporter",
    title_of_period="{scorecard} – rapporter för {period}",
    lead=(
        "Varje enhet har en egen rapport. Namnet leder till rapporten på skärmen; PDF är för "
        "utskrift och arkiv."
    ),
    state="Läget för rapporterna",
    current="aktuella rapporter",
    failed="misslyckade rapporter",
    out_of_date="inaktuella rapporter",
    failures="Rapporter som misslyckades",
    failures_caption="Rapporter som inte kunde göras, med orsak",
    unit="Enhet",
    period="Period",
    language="Språk",
    reason="Orsak",
    earlier="Tidigare utgåva, inaktuell",
    none="ingen",
    whole="Hela styrkortet, {period}",
    units="Enheter, {period}",
    units_below="{count} enheter under {unit}",
    one_unit_below="1 enhet under {unit}",
    activities="Verksamheter, {period}",
    search="Sök enhet, verksamhet eller mätetal",
    search_found="{shown} av {all} visas",
    search_none="Inget namn passar",
    measures="Mätetal över alla enheter, {period}",
    other_periods="Andra perioder",
    gone="Finns inte i registret för perioden",
    failed_short="misslyckades",
    stale="inaktuell utgåva, den nya misslyckades",
    stale_as_of="inaktuell utgåva med uppgifter till och med {day}, den nya misslyckades",
    in_language="bara på {language}",
    as_of="Uppgifter kända till och med",
    entrance="Alla rapporter",
    this_page_in="Sidan på svenska",
    languages=MappingProxyType({"sv": "svenska", "en": "engelska"}),
    whole_names=MappingProxyType(
        {"strategy_map": "Strategikarta", "lead_lag": "Ledande och följande mätetal"}
    ),
)

_EN = PortalWords(
    reports="Reports",
    title="{scorecard} – reports",
    title_of_period="{scorecard} – reports for {period}",
    lead=(
        "Each unit has a report of its own. Its name leads to the report for the screen; PDF is "
        "for print and archive."
    ),
    state="State of the reports",
    current="current reports",
    failed="failed reports",
    out_of_date="reports out of date",
    failures="Reports that failed",
    failures_caption="Reports that could not be made, with the reason",
    unit="Unit",
    period="Period",
    language="Language",
    reason="Reason",
    earlier="Earlier edition, out of date",
    none="none",
    whole="The whole scorecard, {period}",
    units="Units, {period}",
    units_below="{count} units below {unit}",
    one_unit_below="1 unit below {unit}",
    activities="Activities, {period}",
    search="Search for a unit, an activity or a measure",
    search_found="{shown} of {all} shown",
    search_none="No name fits",
    measures="Measures over all units, {period}",
    other_periods="Other periods",
    gone="Not in the register for the period",
    failed_short="failed",
    stale="edition out of date, the new one failed",
    stale_as_of="edition out of date with figures up to {day}, the new one failed",
    in_language="only in {language}",
    as_of="Figures known up to",
    entrance="All reports",
    this_page_in="This page in English",
    languages=MappingProxyType({"sv": "Swedish", "en": "English"}),
    whole_names=MappingProxyType({"strategy_map": "Strategy map", "lead_lag": "Lead and lag"}),
)

PORTAL_WORDS: Final[Mapping[str, PortalWords]] = MappingProxyType({"sv": _SV, "en": _EN})
