"""Svenska: the patterns of sentences about change, chance and comparison."""

from __future__ import annotations

__all__ = ["SENTENCES"]

SENTENCES = {
    "8_outside_above": (
        "{subject} var {value} {when}. Det är högre än de vanliga svängningarna sedan {since} "
        "({usual}){seasoned}.{verdict}"
    ),
    "8_outside_below": (
        "{subject} var {value} {when}. Det är lägre än de vanliga svängningarna sedan {since} "
        "({usual}){seasoned}.{verdict}"
    ),
    "8_trend_above": (
        "{subject} har stigit i {run} mätningar i följd, till {value} {when}{seasoned}. Det är "
        "fler än slumpen brukar ge.{verdict}"
    ),
    "8_trend_below": (
        "{subject} har sjunkit i {run} mätningar i följd, till {value} {when}{seasoned}. Det är "
        "fler än slumpen brukar ge.{verdict}"
    ),
    "8_two_of_three_above": (
        "{subject} var {value} {when}. Två av de tre senaste värdena är höga, nära gränsen för de "
        "vanliga svängningarna ({usual}){seasoned}.{verdict}"
    ),
    "8_two_of_three_below": (
        "{subject} var {value} {when}. Två av de tre senaste värdena är låga, nära gränsen för de "
        "vanliga svängningarna ({usual}){seasoned}.{verdict}"
    ),
    "8_shift_above": (
        "{subject} har {run} mätningar i följd varit högre än medelvärdet {centre}, senast {value} "
        "{when}{seasoned}. Det är fler än slumpen brukar ge.{verdict}"
    ),
    "8_shift_below": (
        "{subject} har {run} mätningar i följd varit lägre än medelvärdet {centre}, senast {value} "
        "{when}{seasoned}. Det är fler än slumpen brukar ge.{verdict}"
    ),
    "8_five_years_above": (
        "{subject} har stigit under de senaste {run} åren, till {value} {when}. Det är mer än "
        "slumpen brukar ge.{verdict}"
    ),
    "8_five_years_below": (
        "{subject} har sjunkit under de senaste {run} åren, till {value} {when}. Det är mer än "
        "slumpen brukar ge.{verdict}"
    ),
    "9": (
        "{subject} var {value} {when}, mot {then} ett år tidigare. Skillnaden ryms inom de vanliga "
        "svängningarna{usual_aside}.{assured}"
    ),
    "9_alone": (
        "{subject}, {value} {when}, ryms inom de vanliga svängningarna{usual_aside}.{assured}"
    ),
    "10_short": (
        "{points} {measurings} är för kort tid för att säga om förändringen från {then} till "
        "{value} på ett år är mer än slump."
    ),
    "11_up": (
        "{index} steg från {previous} till {value} mellan {before} och {round}. Felmarginalen för "
        "förändringen är ±{margin}, så den kan vara en slump."
    ),
    "11_up_clear": (
        "{index} steg från {previous} till {value} mellan {before} och {round}. Felmarginalen för "
        "förändringen är ±{margin}, så den är större än slumpen brukar ge."
    ),
    "11_down": (
        "{index} sjönk från {previous} till {value} mellan {before} och {round}. Felmarginalen för "
        "förändringen är ±{margin}, så den kan vara en slump."
    ),
    "11_down_clear": (
        "{index} sjönk från {previous} till {value} mellan {before} och {round}. Felmarginalen för "
        "förändringen är ±{margin}, så den är större än slumpen brukar ge."
    ),
    "11_same": (
        "{index} var {value} både {before} och {round}. Felmarginalen för förändringen är "
        "±{margin}."
    ),
    "11_up_near": (
        "{index} steg från {previous} till {value} mellan {before} och {round}. Felmarginalen för "
        "förändringen är ±{margin}. Förändringen är något större, men bland många jämförelser kan "
        "den ändå vara en slump."
    ),
    "11_down_near": (
        "{index} sjönk från {previous} till {value} mellan {before} och {round}. Felmarginalen för "
        "förändringen är ±{margin}. Förändringen är något större, men bland många jämförelser kan "
        "den ändå vara en slump."
    ),
    "11_measure_up_near": (
        "{subject} steg från {then} till {value} mellan {then_when} och {now_when}. Felmarginalen "
        "för förändringen är ±{change_margin}. Förändringen är något större, men bland många "
        "jämförelser kan den ändå vara en slump."
    ),
    "11_measure_down_near": (
        "{subject} sjönk från {then} till {value} mellan {then_when} och {now_when}. Felmarginalen "
        "för förändringen är ±{change_margin}. Förändringen är något större, men bland många "
        "jämförelser kan den ändå vara en slump."
    ),
    "11_measure_up_chance": (
        "{subject} steg från {then} till {value} mellan {then_when} och {now_when}. Felmarginalen "
        "för förändringen är ±{change_margin}, så den kan vara en slump."
    ),
    "11_measure_down_chance": (
        "{subject} sjönk från {then} till {value} mellan {then_when} och {now_when}. Felmarginalen "
        "för förändringen är ±{change_margin}, så den kan vara en slump."
    ),
    "11_measure_up_clear": (
        "{subject} steg från {then} till {value} mellan {then_when} och {now_when}. Det är mer än "
        "felmarginalen för förändringen, ±{change_margin}."
    ),
    "11_measure_down_clear": (
        "{subject} sjönk från {then} till {value} mellan {then_when} och {now_when}. Det är mer än "
        "felmarginalen för förändringen, ±{change_margin}."
    ),
    "11_measure_same": (
        "{subject} var {value} både {then_when} och {now_when}. Felmarginalen för förändringen är "
        "±{change_margin}."
    ),
    "12_above": (
        "{subject}, {value} {when}, är högre än vad som är vanligt bland de {units} jämförda "
        "enheterna{kind} ({limits}). Siffran säger inte varför."
    ),
    "12_below": (
        "{subject}, {value} {when}, är lägre än vad som är vanligt bland de {units} jämförda "
        "enheterna{kind} ({limits}). Siffran säger inte varför."
    ),
    "13": (
        "{value} går inte att skilja från {centre} för alla {units} jämförda enheter{kind} "
        "tillsammans."
    ),
    "13_placed": (
        "{value} går inte att skilja från {centre} för alla {units} jämförda enheter{kind} "
        "tillsammans. Platsen bland dem är osäker: mellan {rank_low} och {rank_high}."
    ),
    "13_usual": (
        "{value} ligger inom det vanliga bland de {units} jämförda enheterna{kind} ({limits})."
    ),
    # What may stand inside one.
    "seasoned": ", även när årstiden räknats bort",
    "usual_aside": " ({usual} sedan {since}{seasoned})",
    "verdict_improvement": " Det är en förbättring.",
    "verdict_concern": " Det är en försämring.",
    "assured_consistently_pass": (
        " Målet ligger utanför dem på den goda sidan: det nås varje gång så länge inget ändras."
    ),
    "assured_consistently_fail": " Målet ligger utanför dem: så länge inget ändras nås det inte.",
    "of_kind": " ({text})",
    "measurings_day": "dagar",
    "measurings_week": "veckor",
    "measurings_month": "månader",
    "measurings_quarter": "kvartal",
    "measurings_half_year": "halvår",
    "measurings_year": "år",
    "chance_some": (
        "{tests} prövningar gjordes för den här sidan. Av slumpen ensam väntas omkring "
        "{expected} av dem slå larm."
    ),
    "chance_few": (
        "{tests} prövningar gjordes för den här sidan. Av slumpen ensam väntas färre än en av "
        "dem slå larm."
    ),
    "chance_one": ("En prövning gjordes för den här sidan. Den kan slå larm av slumpen ensam."),
    "chance_none": "Inget värde på den här sidan går att pröva mot slumpen.",
}
