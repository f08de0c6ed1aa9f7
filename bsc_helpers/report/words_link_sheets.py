"""The words of the workbook beside tested links, in each language."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "sheet_link": "Länk",
    "sheet_pair": "Par",
    "sheet_sign": "Antagen riktning",
    "sheet_lag": "Antaget tidsavstånd",
    "sheet_earliest": "Kortast",
    "sheet_latest": "Längst",
    "sheet_declared": "Antaget den",
    "sheet_evidence": "Pilen",
    "sheet_p": "p",
    "sheet_q": "q",
    "sheet_q_any": "q, oberoende av hur paren hänger ihop",
    "sheet_group_p": "p, gruppvis",
    "sheet_detectable": "Hade hittats fyra gånger av fem",
    "sheet_groups": "Grupper",
    "sheet_periods": "Perioder",
    "sheet_same": "Andel enheter åt samma håll",
    "sheet_between": "Mellan enheter",
    "sheet_within": "Inom enheter, utan tidsavstånd",
    "sheet_t": "t",
    "sheet_unit": "Enhet",
    "sheet_activity": "Verksamhet",
    "sheet_name": "Enhetens namn",
    "sheet_pairs": "Par",
    "sheet_pairs_about": "Alla antagna par, prövade som en familj.",
    "sheet_lags": "Tidsavstånd",
    "sheet_lags_about": (
        "Korrelationen vid varje tidsavstånd, med ett intervall som gäller alla tillsammans."
    ),
    "sheet_units": "Enheter",
    "sheet_units_about": (
        "Varje enhets egen korrelation vid det funna tidsavståndet. Den säger inte hur det är just "
        "där."
    ),
    "sheet_surprises": "Överraskningar",
    "sheet_surprises_about": (
        "Utfallets överraskning i perioden och det drivande mätetalets så mycket tidigare, i "
        "mätetalens enheter."
    ),
}
EN = {
    "sheet_link": "Link",
    "sheet_pair": "Pair",
    "sheet_sign": "Assumed direction",
    "sheet_lag": "Assumed lag",
    "sheet_earliest": "Shortest",
    "sheet_latest": "Longest",
    "sheet_declared": "Declared on",
    "sheet_evidence": "The arrow",
    "sheet_p": "p",
    "sheet_q": "q",
    "sheet_q_any": "q, whatever the dependence between pairs",
    "sheet_group_p": "p, by group",
    "sheet_detectable": "Would have been found four times in five",
    "sheet_groups": "Groups",
    "sheet_periods": "Periods",
    "sheet_same": "Share of units the same way",
    "sheet_between": "Between units",
    "sheet_within": "Within units, without any lag",
    "sheet_t": "t",
    "sheet_unit": "Unit",
    "sheet_activity": "Activity",
    "sheet_name": "Name of the unit",
    "sheet_pairs": "Pairs",
    "sheet_pairs_about": "All declared pairs, tested as one family.",
    "sheet_lags": "Lags",
    "sheet_lags_about": (
        "The correlation at each lag, with an interval that holds for all of them together."
    ),
    "sheet_units": "Units",
    "sheet_units_about": (
        "The correlation of each unit at the lag that was found. It does not tell how things are "
        "there."
    ),
    "sheet_surprises": "Surprises",
    "sheet_surprises_about": (
        "The surprise of the outcome in the period and that of the driver so much earlier, in the "
        "units of the measures."
    ),
}
