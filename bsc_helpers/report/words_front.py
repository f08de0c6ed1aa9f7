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
    "summary": "Sammanfattning",
    "summary_caption": "Alla mätetal, {unit}, {period}",
    "measure": "Mätetal",
    "value": "Värde",
    "target": "Mål",
    "status": "Status",
    "change": "Mot året före",
    "course": "Utveckling",
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
    "summary": "Summary",
    "summary_caption": "All measures, {unit}, {period}",
    "measure": "Measure",
    "value": "Value",
    "target": "Target",
    "status": "Status",
    "change": "On the year before",
    "course": "Over time",
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
