"""Svenska: the fixed words and sentences about links that were tested."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS = {
    # The verdicts of a pair, and the evidence of an arrow.
    "verdict_not_enough_data": "För lite data",
    "verdict_no_sign": "Inget tecken på ett samband större än {floor}",
    "verdict_cannot_tell": "Går inte att säga",
    "verdict_too_small": "Märkbart men för litet för att ha betydelse",
    "verdict_move_together": "Rör sig tillsammans (ingen kommer före)",
    "verdict_other_way": "Går åt andra hållet",
    "verdict_both_ways": "Åt båda hållen",
    "verdict_tends_to_lead": "Brukar komma före",
    "verdict_possible_lead": "Kommer möjligen före",
    "evidence_supported": "stöds",
    "evidence_contradicted": "motsägs",
    "evidence_differs": "hänger ihop, men inte som antaget",
    "evidence_too_small": "för litet",
    "evidence_cannot_tell": "går inte att säga",
    "evidence_not_enough_data": "för lite data",
    "evidence_not_testable": "går inte att pröva",
    "evidence_not_yet_tested": "inte prövat än",
    # The sentences.
    "tends_to_lead": (
        "När {driver} har ett oväntat högt värde i en enhet brukar {outcome} ha ett {higher} värde "
        "{later} ({numbers}).{size} Det visar en ordning i tiden, inte att det ena orsakar det "
        "andra: något annat kan röra båda."
    ),
    "possible_lead": (
        "När {driver} har ett oväntat högt värde i en enhet har {outcome} möjligen ett {higher} "
        "värde {later} ({numbers}).{size} {reserve} Det visar i så fall en ordning i tiden, inte "
        "att det ena orsakar det andra."
    ),
    "move_together": (
        "{Driver} och {outcome} rör sig {same_way} {same_time} ({numbers}).{size} Ingen av dem "
        "kommer före den andra, så ordningen mellan dem syns inte."
    ),
    "other_way": (
        "Ordningen är den omvända mot den antagna: när {outcome} har ett oväntat högt värde i en "
        "enhet brukar {driver} ha ett {higher} värde {later} ({numbers}).{size} Det visar en "
        "ordning i tiden, inte att det ena orsakar det andra."
    ),
    "other_way_undeclared": (
        "{Outcome} kommer först: när det mätetalet har ett oväntat högt värde i en enhet brukar "
        "{driver} ha ett {higher} värde {later} ({numbers}).{size} Det visar en ordning i tiden, "
        "inte att det ena orsakar det andra."
    ),
    "both_ways": (
        "{Driver} och {outcome} följer på varandra åt båda hållen, tydligast {strongest} "
        "({numbers}).{size} Vilket av dem som kommer först går inte att säga."
    ),
    "too_small": (
        "{Driver} och {outcome} hänger ihop, men så svagt att det saknar betydelse: korrelationen "
        "är {r}, mindre än gränsen {floor} ({numbers})."
    ),
    "no_sign": (
        "Inget tecken på ett samband större än {floor} mellan {driver} och {outcome}: på alla "
        "prövade tidsavstånd ligger hela intervallet inom ±{floor} ({based_on})."
    ),
    "cannot_tell": (
        "Det går inte att säga om ändringar i {driver} följs av ändringar i {outcome}. Materialet "
        "hade hittat en korrelation på {detectable} eller mer fyra gånger av fem; svagare samband "
        "kan finnas ({based_on})."
    ),
    "cannot_tell_groups": (
        "Det går inte att säga om ändringar i {driver} följs av ändringar i {outcome}. Räknat på "
        "enheter ser det så ut, men de som hör ihop drabbas av samma händelser, och räknat på "
        "{groups} grupper i stället för {units} enheter ryms det i slumpen. Materialet hade hittat "
        "en korrelation på {detectable} eller mer fyra gånger av fem ({based_on})."
    ),
    "cannot_tell_shares": (
        "Det går inte att säga om ändringar i {driver} följs av ändringar i {outcome}. Räknat rakt "
        "av ser det så ut, men gemensamma händelser kan slå olika hårt i olika enheter, och när "
        "varje enhets egen del räknas bort ryms det i slumpen. Materialet hade hittat en "
        "korrelation på {detectable} eller mer fyra gånger av fem ({based_on})."
    ),
    "not_enough_data": "{Driver} och {outcome} går inte att pröva: {lacking}.",
    "by_construction": (
        "{Driver} och {outcome} hänger ihop genom hur de räknas: båda innehåller {inputs}. Därför "
        "prövas sambandet inte."
    ),
    "no_pair": "Inga mätetal har angetts som kan pröva sambandet.",
    "no_values": (
        "{Driver} och {outcome} går inte att pröva: ingen enhet har färdiga värden för båda i "
        "samma perioder."
    ),
    "declared_later": (
        "Sambandet antogs {declared}, efter den senaste årliga prövningen. Det prövas nästa gång."
    ),
    # What is in brackets behind a result.
    "numbers_panel": (
        "korrelation inom enheter {r}; 95\u00a0%-intervall över alla prövade tidsavstånd {lower} "
        "till {upper}; {q}; {based_on}"
    ),
    "numbers_single": (
        "korrelation i en enda serie {r}; 95\u00a0%-intervall över alla prövade tidsavstånd "
        "{lower} till {upper}; {q}; {based_on}"
    ),
    "based_on": "{units} enheter, {periods} {kinds}, {pairs} mätpar",
    "based_on_parts": (
        "{units} verksamheter i {groups} enheter, {periods} {kinds}, {pairs} mätpar"
    ),
    "based_on_single": "en enhet, {periods} {kinds}",
    "size": " En uppgång av vanlig storlek i {first} ({rise}) hänger ihop med {change} i {second}.",
    "reserve_weak": "Det kan ännu vara en slump bland alla de samband som prövas.",
    "reserve_units": "Enheterna är inte överens.",
    "reserve_coarser": (
        "Om enheter i samma område drabbas av samma händelser kan det vara en slump."
    ),
    "reserve_shared": (
        "Enheterna rör sig så lika att de kan dela händelser som ingen grupp säger något om."
    ),
    "reserve_groups": (
        "Så få grupper som drabbas av samma händelser räcker inte för ett säkrare besked."
    ),
    "reserve_single": "En enda serie räcker inte för ett säkrare besked.",
    # What is to be borne in mind.
    "units_differ": "Enheterna skiljer sig åt: bara {share} av dem pekar åt samma håll.",
    "opposite_between": (
        "Mellan enheter är mönstret det motsatta: enheter med höga värden i det ena har {between} "
        "värden i det andra (korrelation {r_between}). Skillnader mellan enheter kan ha andra "
        "skäl."
    ),
    "between_only": (
        "Mellan enheterna är korrelationen {r_between}, inom dem över tid {r_within}. Det "
        "beskriver skillnader mellan enheter, som kan ha andra skäl, och prövar inte sambandet."
    ),
    "known_before": (
        "Sambandet antogs {declared}. Då var {known} av {all} {kinds} redan kända, så det är inte "
        "antaget före de data som prövar det."
    ),
    "declared_unknown": "Det framgår inte när sambandet antogs, så det kan ha antagits efter data.",
    "undeclared": "Paret är inte antaget i förväg. Ett fynd är en fråga att pröva på nya data.",
    "preliminary": "De senaste {count} {kinds} är preliminära och är inte med.",
    "preliminary_one": "Det senaste {kind_one} är preliminärt och är inte med.",
    "before_break": "{count} {kinds} före en ändrad definition är inte med.",
    "before_break_one": "Det enda {kind_one} före en ändrad definition är inte med.",
    "not_tried": (
        "Antaget är upp till {latest} {kinds} senare. Så långt räcker inte serierna: högst "
        "{window} är prövat."
    ),
    "averaged": "{Measure} mäts oftare; här är medelvärdet av delarna.",
    "grows_with_size": (
        "{Measure} växer med enhetens storlek. Händelser som slår i proportion till storleken "
        "räknas då inte bort helt; ett mätetal per brukare, anställd eller krona är säkrare."
    ),
    "ranks_differ": (
        "Med rangordningar i stället för värden blir korrelationen {rank}: enstaka värden spelar "
        "stor roll."
    ),
    "weighed_differs": (
        "Med jämna enheter tyngst blir korrelationen {weighed}: några få enheter med stora "
        "svängningar spelar stor roll."
    ),
    "shared_left": (
        "Enheterna rör sig så lika (korrelation mellan dem omkring {shared}, utöver slumpen) att "
        "de kan dela händelser som ingen grupp säger något om."
    ),
    # What there was too little of, and what would cure it.
    "gate_periods": "{found} {kinds} med båda mätetalen räcker inte, det behövs {needed}",
    "gate_seasons": "det finns {found} hela år, och för att räkna bort årstiden behövs {needed}",
    "gate_units": "antalet enheter med båda mätetalen är {found}, det behövs {needed}",
    "gate_pairs": "antalet enheter med tillräckligt långa serier är {found}, det behövs {needed}",
    "gate_variation": (
        "antalet enheter vars värden ändras över tid är {found}, det behövs {needed}"
    ),
    "gate_groups": (
        "antalet grupper som drabbas av samma händelser är {found}, det behövs {needed}"
    ),
    "gate_points": "den längsta serien har {found} värden, och en enhet för sig kräver {needed}",
    "cure_periods": "Tidigast efter {when} kan det prövas, om båda fortsätter att mätas.",
    "cure_years": (
        "Med en mätning om året dröjer det till {when}. Det går fortare om det mäts oftare."
    ),
    "cure_units": "Det kräver fler enheter, eller minst {points} mätningar i en enda.",
    "cure_more": (
        "För att med samma säkerhet hitta ett samband på {floor} behövs omkring {times} gånger så "
        "många mätpar."
    ),
    # The map as a whole.
    "map_tested": "{Tested} av {all} pilar gick att pröva, med {pairs}.",
    "map_tested_only": "Den enda pilen gick att pröva, med {pairs}.",
    "map_tested_none": "Ingen av de {all} pilarna gick att pröva.",
    "map_tested_none_only": "Den enda pilen gick inte att pröva.",
    "map_pairs": "{count} par av mätetal",
    "map_pairs_one": "ett enda par av mätetal",
    "map_none": "Strategikartan har inga antagna samband.",
    "map_chance": (
        "Om inget av sambanden fanns skulle slumpen ensam ge utslag i {expected} av de prövade "
        "paren utan rättning för antalet. Med rättningen, som är gjord här, väntas högst {share} "
        "av fynden vara slump."
    ),
    "map_when": (
        "Kartan prövas en gång om året, så att upprepade försök inte lägger slump till slump: här "
        "med uppgifter till och med {through}."
    ),
    "map_anew": "Prövningen är gjord på begäran, med uppgifter till och med {through}.",
    "fewer_than_one": "färre än ett",
    "about": "omkring {count}",
    "about_one": "omkring ett",
    "higher": "högre",
    "lower": "lägre",
    "high": "höga",
    "low": "låga",
    "same_direction": "åt samma håll",
    "other_direction": "åt motsatt håll",
    "later": "{count} {kinds} senare",
    "later_one_quarter": "kvartalet efter",
    "later_one_month": "månaden efter",
    "later_one_year": "året efter",
    "later_one_half_year": "halvåret efter",
    "later_one_week": "veckan efter",
    "later_one_day": "dagen efter",
    "at_quarter": "samma kvartal",
    "at_month": "samma månad",
    "at_year": "samma år",
    "at_half_year": "samma halvår",
    "at_week": "samma vecka",
    "at_day": "samma dag",
    "kind_quarter": "kvartal",
    "kind_month": "månader",
    "kind_year": "år",
    "kind_half_year": "halvår",
    "kind_week": "veckor",
    "kind_day": "dagar",
    "one_quarter": "kvartalet",
    "one_month": "månadsvärdet",
    "one_year": "året",
    "one_half_year": "halvåret",
    "one_week": "veckovärdet",
    "one_day": "dygnet",
    "strongest_first": "{name} först",
    "strongest_same": "samtidigt",
    "listed": "{first}, och {last}",
}
