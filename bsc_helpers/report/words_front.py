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
    "compared": "Jämfört med andra.",
    "compared_text": (
        "Av {count} mätetal som går att jämföra ligger {better} bättre och {worse} sämre till än "
        "{unit}; {same} går inte att skilja åt. Siffrorna säger inte varför."
    ),
    "doing": "Vad som görs.",
    "doing_more": "Aktiviteter",
    "in_hand_one": "En aktivitet är beslutad eller pågår",
    "in_hand_many": "{count} aktiviteter är beslutade eller pågår",
    "in_hand_late": ", varav {count} försenade.",
    "trust": "Går siffrorna att lita på?",
    "trust_more": "Om uppgifterna",
    "trust_known": "{known} av {count} mätetal har ett värde",
    "trust_uncertain": "{count} går inte att bedöma mot målet",
    "trust_preliminary": "{count} är preliminära",
    "trust_low": "{count} är för osäkra för att bedömas",
    "trust_suppressed": "{count} visas inte, för att skydda enskilda",
    "trust_partly": "{count} bygger på delar av enheterna",
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
        "procentenheter; om den är mer än slump prövas inte här. Tomt där värdena inte går att "
        "jämföra."
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
    "compared": "Beside others.",
    "compared_text": (
        "Of {count} measures that can be compared, {better} are better and {worse} worse than in "
        "{unit}; {same} cannot be told apart. The figures do not say why."
    ),
    "doing": "What is being done.",
    "doing_more": "Initiatives",
    "in_hand_one": "One initiative is decided or under way",
    "in_hand_many": "{count} initiatives are decided or under way",
    "in_hand_late": ", {count} of them late.",
    "trust": "Can the figures be trusted?",
    "trust_more": "About the figures",
    "trust_known": "{known} of {count} measures have a value",
    "trust_uncertain": "{count} cannot be judged against the target",
    "trust_preliminary": "{count} are preliminary",
    "trust_low": "{count} are too uncertain to be judged",
    "trust_suppressed": "{count} are not shown, to protect individuals",
    "trust_partly": "{count} rest on some of the units only",
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
        "percentages in percentage points; whether it is more than chance is not tested here. "
        "Empty where the values do not compare."
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
