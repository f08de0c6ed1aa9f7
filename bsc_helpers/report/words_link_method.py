"""How links are tested, step by step, in each language."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "method": "Så gjordes prövningen",
    "step_1": (
        "Bara färdiga värden för enskilda, hela perioder används. Inget fylls i, och värden som "
        "inte får visas är inte med."
    ),
    "step_2": (
        "Varje enhets nivå och det som alla enheter har gemensamt i en period räknas bort: trend, "
        "årstid och händelser i hela organisationen."
    ),
    "step_4": (
        "Det som ett mätetals eget förflutna låter vänta räknas bort, ur båda mätetalen för sig. "
        "Kvar blir överraskningar."
    ),
    "step_5": (
        "Överraskningarna jämförs i varje enhet för sig vid alla tidsavstånd, åt båda hållen, och "
        "vägs ihop över enheterna."
    ),
    "step_6": (
        "Ett enda prov för alla tidsavstånd tillsammans: hur ofta ger slumpmässigt omkastade "
        "tecken ett lika starkt utslag? Det måste hålla också när jämna enheter väger tyngst, och "
        "när varje enhets egen del av det gemensamma räknas bort. Intervallen gäller alla "
        "tidsavstånd tillsammans."
    ),
    "step_7": (
        "Alla antagna par rättas för att de är många (Benjamini–Hochberg). q är andelen fynd som "
        "väntas vara slump om gränsen dras där."
    ),
    "step_8": (
        "Ett besked med fasta ord. En pil stöds bara av rätt tecken, rätt ordning och ett "
        "tidsavstånd inom det antagna."
    ),
}
EN = {
    "method": "How the test was made",
    "step_1": (
        "Only final values of single, whole periods are used. Nothing is filled in, and values "
        "that must not be shown are left out."
    ),
    "step_2": (
        "The level of each unit, and what all units have in common in a period, are taken out: "
        "trend, season and events in the whole organisation."
    ),
    "step_4": (
        "What a measure's own past lets one expect is taken out, of both measures by themselves. "
        "What is left are surprises."
    ),
    "step_5": (
        "Surprises are compared in each unit by itself at all lags, both ways, and averaged over "
        "the units."
    ),
    "step_6": (
        "One test for all lags together: how often do randomly flipped signs give as strong a "
        "result? It must hold too when steady units count most, and when each unit's own part of "
        "what is shared is taken out. The intervals hold for all lags together."
    ),
    "step_7": (
        "All declared pairs are corrected for their number (Benjamini–Hochberg). q is the share of "
        "findings that are expected to be chance if the line is drawn there."
    ),
    "step_8": (
        "A verdict of fixed words. An arrow is supported only by the right sign, the right order "
        "and a lag within what was assumed."
    ),
}
