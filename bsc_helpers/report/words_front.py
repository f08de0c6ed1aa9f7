"""The words of the first page: head, in short, summary, comments."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "title": "{unit}, {period}",
    "subject": "{unit}: {activity}",
    "place": "Del av",
    "kind": "Typ av enhet",
    "period": "Period",
    "known": "Uppgifter kända till och med",
    "units": "Antal enheter direkt under",
    "representative": "Enhetens företrädare",
    "occasion": "Rapporteringstillfälle",
    "occasion_committee": "{occasion}, nämnden {date}",
    "version_number": "version {number}, ",
    "version_draft": "utkast",
    "version_adopted": "antaget",
    "version_retired": "ersatt",
    "version_on": " {date}",
    "version_by": " av {who}",
    "in_short": "I korthet",
    "status_counts": "Mätetal efter status",
    "coverage_column": "Täckning",
    "coverage_line": "Sammanvägningen bygger på mätetal med {share} av vikten.",
    "coverage_low": (
        "Ingen sammanvägning: mätetal med {share} av vikten har poäng, och det krävs {least}."
    ),
    "coverage_none": "Ingen sammanvägning: inget mätetal med vikt kan räknas om till poäng.",
    "how": "Hur går det?",
    "how_text": "På målet eller bättre: {good} av {count} mätetal som bedöms mot mål",
    "how_text_one": "På målet eller bättre: {good} av {count} mätetal som bedöms mot mål",
    "how_part": "{name} {good} av {count}",
    "how_none": "Inget mätetal bedöms mot mål.",
    "changed": "Vad har ändrats?",
    "changed_text": (
        "Mot samma period året före har {better} av {count} jämförbara mätetal bättre värde, "
        "{worse} sämre och {same} lika."
    ),
    "changed_text_one": (
        "Ett mätetal går att jämföra med samma period året före: {better} har bättre värde, "
        "{worse} sämre och {same} lika."
    ),
    "changed_none": "Inget mätetal går att jämföra med samma period året före.",
    "changed_lost": "På målet då men inte nu: {names}.",
    "changed_won": "På målet nu men inte då: {names}.",
    "some_measures": "{count} mätetal",
    "listed": "{first} och {last}",
    "and_more": "{count} till",
    "compared": "Hur är det jämfört med andra?",
    "compared_text": (
        "Mot {whole} som helhet: av {count} mätetal har {unit} bättre värde i {better} och sämre "
        "i {worse}."
    ),
    "compared_text_one": (
        "Mot {whole} som helhet: av {count} mätetal har {unit} bättre värde i {better} och sämre "
        "i {worse}."
    ),
    "compared_none": "Inget mätetal går att ställa mot {whole}.",
    "compared_below": (
        "Enheternas lägsta och högsta värden står i sammanfattningen; vilka som ligger utanför det "
        "vanliga står vid varje mätetal."
    ),
    "why": "Varför?",
    "why_not_told": "Siffrorna säger inte varför.",
    "why_not_written": (
        "Siffrorna säger inte varför, och de mätetal som nämns ovan har ingen kommentar."
    ),
    "why_below": "Siffrorna säger inte varför. Kommentar av {who} står nedan.",
    "why_about": "{who} om",
    "why_quote": "”{text}”",
    "doing": "Vad görs?",
    "doing_more": "Aktiviteter",
    "doing_own": "{count} aktiviteter pågår eller planeras",
    "doing_own_one": "En aktivitet pågår eller planeras",
    "doing_shared": "I hela {whole} pågår eller planeras {count} aktiviteter som berör {unit}",
    "doing_shared_one": "I hela {whole} pågår eller planeras en aktivitet som berör {unit}",
    "doing_none": "Ingen aktivitet pågår eller planeras enligt registret.",
    "doing_late": ", varav {count} är försenade",
    "doing_late_one": ", varav {count} är försenad",
    "doing_it_is_late": ", och den är försenad",
    "trust": "Går siffrorna att lita på?",
    "trust_more": "Om uppgifterna",
    "trust_known": "{known} av {count} mätetal har ett värde",
    "trust_known_one": "{known} av {count} mätetal har ett värde",
    "trust_uncertain": "{count} går inte att bedöma mot målet",
    "trust_uncertain_one": "{count} går inte att bedöma mot målet",
    "trust_preliminary": "{count} är preliminära",
    "trust_preliminary_one": "{count} är preliminärt",
    "trust_low": "{count} är för osäkra för att bedömas",
    "trust_low_one": "{count} är för osäkert för att bedömas",
    "trust_suppressed": "{count} visas inte, för att skydda enskilda",
    "trust_suppressed_one": "{count} visas inte, för att skydda enskilda",
    "trust_partly": "{count} bygger på delar av enheterna",
    "trust_partly_one": "{count} bygger på delar av enheterna",
    "missing_at": "{measure} saknas för {units}",
    "missing_partly": "{measure} saknas för delar av {units}",
    "missing_due": "; skulle ha lämnats senast den {date}",
    "missing_from": " av {who}",
    "summary": "Sammanfattning",
    "summary_caption": "Alla mätetal, {unit}, {period}",
    "measure": "Mätetal",
    "value": "Värde",
    "target": "Mål",
    "status": "Status",
    "change": "Mot året före",
    "course": "Utveckling",
    "span_below": "Enheterna under",
    "span_below_note": "Enheterna under: lägsta och högsta värdet.",
    "change_note": (
        "Mot året före: skillnaden mot samma period året före, mellan procenttal i "
        "procentenheter. Tomt där värdena inte går att jämföra."
    ),
    "measured_when": "mätt {period}",
    "preliminary_sign": "prel.",
    "preliminary_note": "prel. = preliminärt värde, som kan komma att ändras.",
    "preliminary_word": "preliminärt",
    "revised_sign": "rev.",
    "revised_note": "rev. = värdet har ändrats efter att det först lämnades.",
    "revised_word": "ändrat i efterhand",
    "comment": "Kommentar",
    "comment_signed": "{who}, {date}.",
    "comment_outdated": "Siffran ändrades den {date}, efter att kommentaren skrevs.",
}

EN = {
    "title": "{unit}, {period}",
    "subject": "{unit}: {activity}",
    "place": "Part of",
    "kind": "Kind of unit",
    "period": "Period",
    "known": "Figures known up to",
    "units": "Units directly below",
    "representative": "The unit's representative",
    "occasion": "Reporting occasion",
    "occasion_committee": "{occasion}, committee {date}",
    "version_number": "version {number}, ",
    "version_draft": "draft",
    "version_adopted": "adopted",
    "version_retired": "replaced",
    "version_on": " {date}",
    "version_by": " by {who}",
    "in_short": "In short",
    "status_counts": "Measures by status",
    "coverage_column": "Coverage",
    "coverage_line": "The weighted scores rest on measures with {share} of the weight.",
    "coverage_low": (
        "No weighted score: measures with {share} of the weight have a score, and {least} is asked."
    ),
    "coverage_none": "No weighted score: no measure with a weight can be turned into a score.",
    "how": "How are we doing?",
    "how_text": "On target or better: {good} of {count} measures judged against a target",
    "how_text_one": "On target or better: {good} of {count} measure judged against a target",
    "how_part": "{name} {good} of {count}",
    "how_none": "No measure is judged against a target.",
    "changed": "What has changed?",
    "changed_text": (
        "Against the same period of the year before, of {count} measures that compare: a better "
        "value in {better}, a worse one in {worse}, the same in {same}."
    ),
    "changed_text_one": (
        "One measure compares with the same period of the year before: a better value in {better}, "
        "a worse one in {worse}, the same in {same}."
    ),
    "changed_none": "No measure compares with the same period of the year before.",
    "changed_lost": "On target then but not now: {names}.",
    "changed_won": "On target now but not then: {names}.",
    "some_measures": "{count} measures",
    "listed": "{first} and {last}",
    "and_more": "{count} more",
    "compared": "How do we compare?",
    "compared_text": (
        "Against {whole} as a whole: of {count} measures {unit} has a better value in {better} and "
        "a worse one in {worse}."
    ),
    "compared_text_one": (
        "Against {whole} as a whole: of {count} measure {unit} has a better value in {better} and "
        "a worse one in {worse}."
    ),
    "compared_none": "No measure can be held against {whole}.",
    "compared_below": (
        "The lowest and highest values of the units stand in the summary; which of them lie "
        "outside the usual stands with each measure."
    ),
    "why": "Why?",
    "why_not_told": "The figures do not say why.",
    "why_not_written": (
        "The figures do not say why, and the measures named above have no comment."
    ),
    "why_below": "The figures do not say why. A comment by {who} stands below.",
    "why_about": "{who}, on",
    "why_quote": "“{text}”",
    "doing": "What is being done?",
    "doing_more": "Actions",
    "doing_own": "{count} actions are under way or planned",
    "doing_own_one": "One action is under way or planned",
    "doing_shared": (
        "In {whole} as a whole {count} actions that concern {unit} are under way or planned"
    ),
    "doing_shared_one": (
        "In {whole} as a whole one action that concerns {unit} is under way or planned"
    ),
    "doing_none": "No action is under way or planned in the register.",
    "doing_late": ", of which {count} are late",
    "doing_late_one": ", of which {count} is late",
    "doing_it_is_late": ", and it is late",
    "trust": "Can the figures be trusted?",
    "trust_more": "About the data",
    "trust_known": "There is a value for {known} of {count} measures",
    "trust_known_one": "There is a value for {known} of {count} measure",
    "trust_uncertain": "{count} cannot be judged against the target",
    "trust_uncertain_one": "{count} cannot be judged against the target",
    "trust_preliminary": "{count} are preliminary",
    "trust_preliminary_one": "{count} is preliminary",
    "trust_low": "{count} are too uncertain to be judged",
    "trust_low_one": "{count} is too uncertain to be judged",
    "trust_suppressed": "{count} are not shown, to protect individuals",
    "trust_suppressed_one": "{count} is not shown, to protect individuals",
    "trust_partly": "{count} rest on some of the units only",
    "trust_partly_one": "{count} rests on some of the units only",
    "missing_at": "{measure} is missing for {units}",
    "missing_partly": "{measure} is missing for parts of {units}",
    "missing_due": "; it was due by {date}",
    "missing_from": " from {who}",
    "summary": "Summary",
    "summary_caption": "All measures, {unit}, {period}",
    "measure": "Measure",
    "value": "Value",
    "target": "Target",
    "status": "Status",
    "change": "On the year before",
    "course": "Over time",
    "span_below": "Units below",
    "span_below_note": "Units below: the lowest and the highest value.",
    "change_note": (
        "On the year before: the difference from the same period of the year before, between "
        "percentages in percentage points. Empty where the values do not compare."
    ),
    "measured_when": "measured {period}",
    "preliminary_sign": "prelim.",
    "preliminary_note": "prelim. = a preliminary value, which may still change.",
    "preliminary_word": "preliminary",
    "revised_sign": "rev.",
    "revised_note": "rev. = the value was changed after it was first delivered.",
    "revised_word": "changed afterwards",
    "comment": "Comment",
    "comment_signed": "{who}, {date}.",
    "comment_outdated": "The figure was changed on {date}, after the comment was written.",
}
