"""The fixed words of the pages about one measure, in each language of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["MEASURE_PAGE_WORDS", "MeasurePageWords"]


@dataclass(frozen=True)
class MeasurePageWords:
    """What a page about a measure says besides names and figures; ``{…}`` is filled in."""

    title: str
    unit_of_measure: str
    target: str
    objective: str
    measured: str
    known: str
    reliability: str
    comparability: str
    grades: Mapping[str, str]
    how_to_read: str
    no_league_table: str
    interval_note: str
    count_note: str
    unsortable: str
    why_reliability: str
    why_comparability: str
    rank_sample: str
    rank_count: str
    sorted_up: str
    sorted_down: str
    whole_label: str
    whole_interval: str
    whole_coverage: str
    directly_below: str
    top: str
    caption: str
    activities: str
    activity_caption: str
    further: str
    further_caption: str
    units: str
    one_unit: str
    unit: str
    value: str
    status: str
    interval: str
    base: str
    coverage: str
    report: str
    other_kinds: str
    signs: str
    sign: str
    meaning: str
    nothing: str
    and_: str
    dots_title: str
    dots_alt: str
    dots_whole: str
    dots_target: str


_SV = MeasurePageWords(
    title="{measure} – alla enheter, {period}",
    unit_of_measure="Enhet för måttet",
    target="Mål",
    objective="Hör till målet",
    measured="Mätt",
    known="Uppgifter kända till och med",
    reliability="Tillförlitlighet",
    comparability="Jämförbarhet",
    grades=MappingProxyType({"high": "hög", "medium": "medel", "low": "låg"}),
    how_to_read="Så läses sidan",
    no_league_table=(
        "Enheterna står i bokstavsordning. Sidan är till för att lära av varandra och är ingen "
        "tävling: enheter har olika förutsättningar, och siffrorna säger inte varför de skiljer "
        "sig åt."
    ),
    interval_note=(
        "Värdena bygger på svar från en del av dem som tillfrågats. Det {confidence}-procentiga "
        "osäkerhetsintervallet visar hur säkert ett värde är: ju färre svar, desto bredare."
    ),
    count_note=(
        "Värdena är fullständiga räkningar. I små enheter svänger de ändå mycket från gång till "
        "gång."
    ),
    unsortable="Tabellerna går inte att ordna efter värde: {reasons}.",
    why_reliability="tillförlitligheten är låg",
    why_comparability="jämförbarheten mellan enheter är låg",
    rank_sample=(
        "Ordningen efter värde är osäker. Två enheter vars osäkerhetsintervall går in i varandra "
        "kan lika gärna stå i omvänd ordning."
    ),
    rank_count=(
        "Ordningen efter värde är osäker. Nästa gång kan den bli en annan utan att något har "
        "ändrats, särskilt för små enheter."
    ),
    sorted_up="Ordnat efter {column}, stigande.",
    sorted_down="Ordnat efter {column}, fallande.",
    whole_label="{unit} i sin helhet",
    whole_interval="osäkerhetsintervall {interval}",
    whole_coverage="täckning {share}",
    directly_below="Enheterna direkt under {unit}",
    top="Alla enheter",
    caption="{measure}: {heading}, {period}",
    activities="Verksamheterna var för sig",
    activity_caption="{measure}: {activity}, {period}",
    further="Enheterna under dem",
    further_caption="{measure}: enheterna under {unit}, {period}",
    units="{name} – {count} enheter",
    one_unit="{name} – 1 enhet",
    unit="Enhet",
    value="Värde",
    status="Status",
    interval="{confidence}-procentigt osäkerhetsintervall",
    base="Underlag (antal)",
    coverage="Täckning",
    report="rapport",
    other_kinds="Övriga",
    signs="Tecken i tabellerna",
    sign="Tecken",
    meaning="Betydelse",
    nothing="Ingen enhet har mätetalet i perioden.",
    and_=" och ",
    dots_title="{measure}: {extent} bland {count} enheter ({period})",
    dots_alt=(
        "Punktdiagram över {measure} för {count} enheter, {period}. Värdena ligger inom {extent}. "
        "De står i tabellen nedanför."
    ),
    dots_whole="{unit} i sin helhet: {value}.",
    dots_target="Mål: {target}.",
)

_EN = MeasurePageWords(
    title="{measure} – all units, {period}",
    unit_of_measure="Unit of measure",
    target="Target",
    objective="Belongs to the objective",
    measured="Measured",
    known="Figures known up to",
    reliability="Reliability",
    comparability="Comparability",
    grades=MappingProxyType({"high": "high", "medium": "medium", "low": "low"}),
    how_to_read="How to read this page",
    no_league_table=(
        "The units stand in alphabetical order. The page is there to learn from each other and is "
        "no competition: units work under different conditions, and the figures do not say why "
        "they differ."
    ),
    interval_note=(
        "The values rest on answers from some of those who were asked. The {confidence}% "
        "uncertainty interval shows how sure a value is: the fewer answers, the wider it is."
    ),
    count_note=(
        "The values are complete counts. In small units they still vary a good deal from one time "
        "to the next."
    ),
    unsortable="The tables cannot be put in the order of the values: {reasons}.",
    why_reliability="the reliability is low",
    why_comparability="the comparability between units is low",
    rank_sample=(
        "The order of the values is uncertain. Two units whose uncertainty intervals overlap could "
        "just as well stand in the opposite order."
    ),
    rank_count=(
        "The order of the values is uncertain. Next time it may be another without anything having "
        "changed, above all for small units."
    ),
    sorted_up="Sorted by {column}, ascending.",
    sorted_down="Sorted by {column}, descending.",
    whole_label="{unit} as a whole",
    whole_interval="uncertainty interval {interval}",
    whole_coverage="coverage {share}",
    directly_below="The units directly below {unit}",
    top="All units",
    caption="{measure}: {heading}, {period}",
    activities="Each activity by itself",
    activity_caption="{measure}: {activity}, {period}",
    further="The units below those",
    further_caption="{measure}: the units below {unit}, {period}",
    units="{name} – {count} units",
    one_unit="{name} – 1 unit",
    unit="Unit",
    value="Value",
    status="Status",
    interval="{confidence}% uncertainty interval",
    base="Base (number)",
    coverage="Coverage",
    report="report",
    other_kinds="Others",
    signs="Signs in the tables",
    sign="Sign",
    meaning="Meaning",
    nothing="No unit has the measure in the period.",
    and_=" and ",
    dots_title="{measure}: {extent} among {count} units ({period})",
    dots_alt=(
        "Dot plot of {measure} for {count} units, {period}. The values lie within {extent}. "
        "They stand in the table below."
    ),
    dots_whole="{unit} as a whole: {value}.",
    dots_target="Target: {target}.",
)

MEASURE_PAGE_WORDS: Final[Mapping[str, MeasurePageWords]] = MappingProxyType({"sv": _SV, "en": _EN})
