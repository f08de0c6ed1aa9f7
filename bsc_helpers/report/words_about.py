"""The words about the data, the scorecard and the report itself, and the glossary."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "about": "Om uppgifterna",
    "about_missing": "Uppgifter som saknas",
    "about_withheld": "Uppgifter som inte visas",
    "about_preliminary": "Preliminära uppgifter",
    "about_revised": "Uppgifter som har ändrats",
    "revised_caption": "Värden från det senaste året som har ändrats i efterhand",
    "revised_on": "Ändrat",
    "about_breaks": "Brott i serierna",
    "breaks_caption": "Ändringar av definitioner och regler",
    "from": "Från",
    "break_kind": "Ändring",
    "not_applicable": "{count} av styrkortets mätetal gäller inte {unit} och visas inte.",
    "not_applicable_one": "{count} av styrkortets mätetal gäller inte {unit} och visas inte.",
    "about_signs": "Tecken i tabellerna",
    "about_sources": "Källor",
    "sources_caption": "Varifrån uppgifterna kommer",
    "supplier": "Lämnas av",
    "recorded_on": "Uppgifter från",
    "delivers": "Uppgifter",
    "about_method": "Så läses rapporten",
    "meaning": "Betydelse",
    "sign": "Tecken",
    "status_good": "Värdet är på målet eller bättre.",
    "status_warning": "Målet är inte nått, men värdet ligger innanför varningsgränsen.",
    "status_poor": (
        "Målet är inte nått och värdet ligger utanför varningsgränsen, eller så har målet ingen "
        "varningsgräns."
    ),
    "status_uncertain": "Osäkerhetsintervallet omfattar en gräns mellan två statusar.",
    "status_unscored": (
        "Mätetalet följs utan mål, har inget mål för perioden eller är för osäkert för att bedömas."
    ),
    "status_no_data": "Det finns inget värde för perioden.",
    "status_suppressed": "Värdet visas inte, för att ingen enskild ska kunna kännas igen.",
    "statuses_caption": "Vad märkena betyder",
    "method_rollup": (
        "Andelar och medelvärden räknas alltid fram ur sina summor, aldrig som medelvärden av "
        "enheternas värden. Saknas en uppgift räknas den aldrig som noll."
    ),
    "method_latest": (
        "Ett mätetal som mäts mer sällan visas med sitt senaste värde; under värdet står när det "
        "mättes."
    ),
    "method_score": (
        "Poängen är {at_target} vid målet och {at_limit} vid varningsgränsen, om mätetalet inte "
        "har en egen skala. De vägs samman med registrets vikter, och täckningen säger hur stor "
        "del av vikten som har ett värde."
    ),
    "method_peers": (
        "Ett mål som följer av enheter av samma slag är en percentil av deras värden för perioden, "
        "med enhetens eget värde medräknat och rak linje mellan värdena (typ 7). Värden som inte "
        "visas ingår inte."
    ),
    "method_score_interval": (
        "Poängens osäkerhetsintervall följer av enkätvärdenas intervall; värden som inte bygger på "
        "enkäter räknas som säkra och felen som oberoende av varandra."
    ),
    "method_interval": (
        "För mätetal som bygger på enkätsvar visas ett {confidence}-procentigt "
        "osäkerhetsintervall: Wilsons metod för andelar, t-fördelningen för medelvärden."
    ),
    "method_withheld": (
        "Värden som bygger på få personer visas inte, och inte heller värden som de skulle kunna "
        "räknas fram ur. De ingår i resultatet för enheten ovanför."
    ),
    "about_card": "Om styrkortet",
    "about_card_caption": "Om {card}",
    "vision": "Vision",
    "values": "Värderingar",
    "strategy": "Strategi",
    "version": "Styrkortets version",
    "card_owner": "Ägare",
    "orderer": "Beställare",
    "card_responsible": "Ansvarig för styrkortet",
    "key_processes": "Nyckelprocesser",
    "about_subject": "Om verksamheten",
    "about_subject_caption": "Verksamheten, {unit}",
    "predecessors": "Bildades av",
    "organisation": "Organisationen över tid",
    "change_made": "{unit} bildades den {date} av {units}.",
    "change_part": (
        "{unit} bildades den {date} av en del av {units} och har inga egna värden dessförinnan."
    ),
    "change_gained": "Från den {date} ingår {units}.",
    "change_lost": "Från den {date} ingår inte längre {units}.",
    "principal": "Uppdragsgivare",
    "laws": "Lagar och nationella dokument",
    "local_documents": "Lokala styrdokument",
    "core_activity": "Kärnverksamhet",
    "customers": "De vi är till för",
    "needs": "Deras behov",
    "processes": "Processer",
    "competence": "Kompetens",
    "partners": "Samarbetspartner",
    "glossary": "Ordlista",
    "glossary_caption": "Ord i rapporten",
    "term": "Ord",
    "term_scorecard": "Styrkort",
    "meaning_scorecard": "Mål och mätetal ur flera perspektiv, samlade så att de kan läsas ihop.",
    "term_perspective": "Perspektiv",
    "meaning_perspective": "En sida av verksamheten, med en fråga som målen där ska svara på.",
    "term_success_factor": "Framgångsfaktor",
    "meaning_success_factor": "Något som måste fungera för att ett mål ska nås.",
    "term_measure": "Mätetal",
    "meaning_measure": "En siffra som visar hur det går, räknad med samma formel varje gång.",
    "term_followed": "Följetal",
    "meaning_followed": "Ett mätetal som följs utan mål och inte får någon status.",
    "term_duty": "Lagkrav",
    "meaning_duty": "Ett krav som inte får brytas; varje avsteg redovisas.",
    "term_interval": "Osäkerhetsintervall",
    "meaning_interval": (
        "Mellan vilka gränser det rätta värdet rimligen ligger, när bara en del har svarat."
    ),
    "term_coverage": "Täckning",
    "meaning_coverage": "Hur stor del av det som borde finnas som verkligen finns.",
    "term_net": "Nettokostnad",
    "meaning_net": "Kostnader minus intäkter.",
    "term_forecast": "Prognos",
    "meaning_forecast": "Vad året väntas sluta på, enligt den som gjorde prognosen den dagen.",
    "term_link": "Antaget samband",
    "meaning_link": "Något vi tror men ännu inte har prövat mot siffror.",
}

EN = {
    "about": "About the data",
    "about_missing": "Missing figures",
    "about_withheld": "Figures that are not shown",
    "about_preliminary": "Preliminary figures",
    "about_revised": "Figures that were changed",
    "revised_caption": "Values of the past year that were changed afterwards",
    "revised_on": "Changed",
    "about_breaks": "Breaks in the series",
    "breaks_caption": "Changes of definitions and rules",
    "from": "From",
    "break_kind": "Change",
    "not_applicable": (
        "{count} of the scorecard's measures do not apply to {unit} and are not shown."
    ),
    "not_applicable_one": (
        "{count} of the scorecard's measures does not apply to {unit} and is not shown."
    ),
    "about_signs": "Signs in the tables",
    "about_sources": "Sources",
    "sources_caption": "Where the figures come from",
    "supplier": "Delivered by",
    "recorded_on": "Figures of",
    "delivers": "Figures",
    "about_method": "How to read the report",
    "meaning": "Meaning",
    "sign": "Sign",
    "status_good": "The value is on the target or better.",
    "status_warning": "The target is not met, but the value is within the warning limit.",
    "status_poor": (
        "The target is not met and the value is beyond the warning limit, or the target has none."
    ),
    "status_uncertain": "The uncertainty interval holds a limit between two statuses.",
    "status_unscored": (
        "The measure is followed without a target, has none for the period, or is too uncertain "
        "to be judged."
    ),
    "status_no_data": "There is no value for the period.",
    "status_suppressed": "The value is not shown, so that no individual can be recognised.",
    "statuses_caption": "What the marks mean",
    "method_rollup": (
        "Shares and means are always rebuilt from their sums, never averaged over the units' "
        "values. A missing figure is never counted as zero."
    ),
    "method_latest": (
        "A measure that is taken less often is shown with its latest value; below the value "
        "stands when it was measured."
    ),
    "method_score": (
        "The score is {at_target} at the target and {at_limit} at the warning limit, unless the "
        "measure has a scale of its own. Scores are weighted as the register says, and the "
        "coverage tells how much of the weight has a value."
    ),
    "method_peers": (
        "A target that follows from units of the same kind is a percentile of their values for the "
        "period, the unit's own among them, linear between the values (type 7). Values that are "
        "not shown take no part."
    ),
    "method_score_interval": (
        "The uncertainty interval of a score follows from those of the survey values; values that "
        "rest on no survey count as certain, and the errors as independent of each other."
    ),
    "method_interval": (
        "For measures that rest on survey answers a {confidence}% uncertainty interval is shown: "
        "Wilson's method for shares, the t distribution for means."
    ),
    "method_withheld": (
        "Values that rest on few people are not shown, nor values from which they could be worked "
        "out. They are included in the result of the unit above."
    ),
    "about_card": "About the scorecard",
    "about_card_caption": "About {card}",
    "vision": "Vision",
    "values": "Values",
    "strategy": "Strategy",
    "version": "The scorecard's version",
    "card_owner": "Owner",
    "orderer": "Orderer",
    "card_responsible": "Responsible for the scorecard",
    "key_processes": "Key processes",
    "about_subject": "About the activity",
    "about_subject_caption": "The activity, {unit}",
    "predecessors": "Made of",
    "organisation": "The organisation over time",
    "change_made": "{unit} was formed on {date} from {units}.",
    "change_part": (
        "{unit} was formed on {date} from a part of {units} and has no values of its own before."
    ),
    "change_gained": "From {date} it includes {units}.",
    "change_lost": "From {date} it no longer includes {units}.",
    "principal": "Principal",
    "laws": "Laws and national documents",
    "local_documents": "Local governing documents",
    "core_activity": "Core activity",
    "customers": "Those we are here for",
    "needs": "Their needs",
    "processes": "Processes",
    "competence": "Competence",
    "partners": "Partners",
    "glossary": "Glossary",
    "glossary_caption": "Words in the report",
    "term": "Word",
    "term_scorecard": "Scorecard",
    "meaning_scorecard": (
        "Objectives and measures from several perspectives, gathered to be read together."
    ),
    "term_perspective": "Perspective",
    "meaning_perspective": (
        "One side of the activity, with a question that the objectives there are to answer."
    ),
    "term_success_factor": "Success factor",
    "meaning_success_factor": "Something that must go well for an objective to be reached.",
    "term_measure": "Measure",
    "meaning_measure": "A figure that shows how it goes, computed by the same formula every time.",
    "term_followed": "Followed measure",
    "meaning_followed": "A measure that is followed without a target and is given no status.",
    "term_duty": "Legal duty",
    "meaning_duty": "A requirement that must not be broken; every breach is reported.",
    "term_interval": "Uncertainty interval",
    "meaning_interval": (
        "Between which limits the right value reasonably lies, when only a part has answered."
    ),
    "term_coverage": "Coverage",
    "meaning_coverage": "How much of what there should be there really is.",
    "term_net": "Net cost",
    "meaning_net": "Costs less revenue.",
    "term_forecast": "Forecast",
    "meaning_forecast": (
        "What the year is expected to end on, in the view of whoever made it that day."
    ),
    "term_link": "Assumed link",
    "meaning_link": "Something we believe but have not yet tested against figures.",
}
