"""The words of the parts after the measures: actions, economy, objectives, links, discussion."""

from __future__ import annotations

__all__ = ["EN", "SV"]

SV = {
    "actions": "Aktiviteter och uppföljning",
    "actions_caption": "Aktiviteter, {unit}",
    "actions_shared_caption": "Hela organisationens aktiviteter som berör {unit}",
    "action": "Aktivitet",
    "action_owner": "Ansvarig",
    "action_time": "Start – klar",
    "action_state": "Läge",
    "budget": "Budget",
    "outturn": "Utfall",
    "in_hand": "Pågår för mätetalet",
    "due_by": "klar senast {date}",
    "due_on": "senast {date} ({more})",
    "initiative_planned": "planerad",
    "initiative_ongoing": "pågår",
    "initiative_late": "försenad",
    "initiative_done": "avslutad",
    "initiative_stopped": "avbruten",
    "scale_one": "kr",
    "scale_thousand": "tkr",
    "scale_million": "mkr",
    "economy": "Ekonomi: utfall och prognos",
    "economy_caption": "Ekonomi, {unit}, {period} ({scale})",
    "economy_note": (
        "Avvikelse: plus är överskott, bättre än budget. Nettot är nettokostnaden. Beloppen är "
        "avrundade var för sig."
    ),
    "economy_line": "Post",
    "economy_outturn": "Utfall",
    "economy_plan": "Budget",
    "economy_deviation": "Avvikelse",
    "economy_year_plan": "Årsbudget",
    "economy_forecast": "Prognos för året",
    "economy_forecast_deviation": "Prognosavvikelse",
    "economy_chart": "Avvikelse mot budget, {period} ({scale})",
    "economy_alt": (
        "Diagram över avvikelsen mot budget, {unit}, {period}, i {scale}; plus är överskott. "
        "{lines}."
    ),
    "class_revenue": "Intäkter",
    "class_cost": "Kostnader",
    "whole_economy": "Totalt",
    "net": "Nettokostnad",
    "forecasts": "Prognosen nu och tidigare",
    "forecasts_caption": "Avvikelse för helåret enligt prognosen, {unit} ({scale})",
    "economy_below": "Enheterna under: ekonomi",
    "economy_below_caption": "Nettokostnad för enheterna under {unit}, {period} ({scale})",
    "objectives": "Målen",
    "objectives_caption": "Mål och bedömning, {unit}, {period}",
    "objectives_note": (
        "Mätetalen sammanvägda visar var målets mätetal ligger tillsammans. Bedömningen är en "
        "persons, med skäl, och kan väga in sådant som inte mäts."
    ),
    "objective": "Mål",
    "score_computed": "Mätetalen sammanvägda",
    "score_on": "i nivå med målvärdena",
    "score_near": "nära målvärdena",
    "score_off": "når inte målvärdena",
    "score_none": "vägs inte samman",
    "assessment": "Bedömning",
    "assessed_met": "uppfyllt",
    "assessed_partly": "delvis uppfyllt",
    "assessed_not_met": "inte uppfyllt",
    "assessed_cannot_be_judged": "går inte att bedöma",
    "not_assessed": "inte bedömt",
    "assessment_signed": "({who}, {date})",
    "reasons": "Skälen för bedömningarna",
    "scores": "Sammanvägda poäng",
    "scores_caption": "Poäng från 0 till 100 för mål, perspektiv och hela styrkortet",
    "level": "Nivå",
    "score": "Poäng",
    "order": "Hur säker ordningen mellan enheterna är",
    "order_line": (
        "Med andra rimliga vikter ändras ordningen mellan enheterna närmast under i {cases} av 100 "
        "fall. Mest osäker är platsen för {unit}: mellan {first} och {last} av {count}."
    ),
    "order_firm": (
        "Ordningen mellan enheterna närmast under är densamma också med andra rimliga vikter."
    ),
    "order_few": "färre än ett",
    "order_most": "fler än 99",
    "order_caption": "Platsen bland {count} enheter under {unit} med andra rimliga vikter",
    "order_unit": "Enhet",
    "order_first": "Plats, från",
    "order_last": "Plats, till",
    "order_method": (
        "Poängen för hela styrkortet har räknats om {draws} gånger med andra vikter; varje vikt "
        "har då varit mellan hälften och det dubbla. I {confidence} fall av 100 ligger platsen i "
        "spannet. En annan enhet har högst poäng i {first} av 100 fall och lägst poäng i {last}. "
        "Likheten med ordningen vid styrkortets egna vikter (Kendalls tau, 1 är samma ordning) är "
        "{tau} i medeltal."
    ),
    "whole": "Hela styrkortet",
    "level_perspective": "perspektiv",
    "level_objective": "mål",
    "withheld": "visas inte: för liten täckning",
    "driver": "Drivande mätetal",
    "outcome": "Utfall",
    "sign_positive": "samma riktning",
    "sign_negative": "motsatt riktning",
    "lag_none": "samtidigt",
    "lag_by": "{count} {periods} senare",
    "lag_window": "({earliest}–{latest})",
    "periods_day": "dagar",
    "periods_day_one": "dag",
    "periods_week": "veckor",
    "periods_week_one": "vecka",
    "periods_month": "månader",
    "periods_month_one": "månad",
    "periods_quarter": "kvartal",
    "periods_quarter_one": "kvartal",
    "periods_half_year": "halvår",
    "periods_half_year_one": "halvår",
    "periods_year": "år",
    "periods_year_one": "år",
    "discussion": "Att diskutera",
    "actions_due": "Aktiviteter som ska vara klara",
}

EN = {
    "actions": "Actions and their follow-up",
    "actions_caption": "Actions, {unit}",
    "actions_shared_caption": "The whole organisation's actions that concern {unit}",
    "action": "Action",
    "action_owner": "Owner",
    "action_time": "Start – due",
    "action_state": "State",
    "budget": "Budget",
    "outturn": "Outturn",
    "in_hand": "In hand for this measure",
    "due_by": "due by {date}",
    "due_on": "by {date} ({more})",
    "initiative_planned": "planned",
    "initiative_ongoing": "in progress",
    "initiative_late": "late",
    "initiative_done": "done",
    "initiative_stopped": "stopped",
    "scale_one": "SEK",
    "scale_thousand": "SEK thousand",
    "scale_million": "SEK million",
    "economy": "Economy: outturn and forecast",
    "economy_caption": "Economy, {unit}, {period} ({scale})",
    "economy_note": (
        "Deviation: plus is a surplus, better than budget. The net is the net cost. The amounts "
        "are rounded one by one."
    ),
    "economy_line": "Line",
    "economy_outturn": "Outturn",
    "economy_plan": "Budget",
    "economy_deviation": "Deviation",
    "economy_year_plan": "Year's budget",
    "economy_forecast": "Forecast for the year",
    "economy_forecast_deviation": "Forecast deviation",
    "economy_chart": "Deviation from budget, {period} ({scale})",
    "economy_alt": (
        "Chart of the deviation from budget, {unit}, {period}, in {scale}; plus is a surplus. "
        "{lines}."
    ),
    "class_revenue": "Revenue",
    "class_cost": "Costs",
    "whole_economy": "In total",
    "net": "Net cost",
    "forecasts": "The forecast now and before",
    "forecasts_caption": "Deviation for the full year by the forecast, {unit} ({scale})",
    "economy_below": "The units below: economy",
    "economy_below_caption": "Net cost of the units below {unit}, {period} ({scale})",
    "objectives": "The objectives",
    "objectives_caption": "Objectives and assessment, {unit}, {period}",
    "objectives_note": (
        "The measures together show where an objective's measures lie as a whole. The assessment "
        "is a person's, with reasons, and may weigh in what is not measured."
    ),
    "objective": "Objective",
    "score_computed": "The measures together",
    "score_on": "level with the targets",
    "score_near": "near the targets",
    "score_off": "off the targets",
    "score_none": "not weighted together",
    "assessment": "Assessment",
    "assessed_met": "met",
    "assessed_partly": "partly met",
    "assessed_not_met": "not met",
    "assessed_cannot_be_judged": "cannot be judged",
    "not_assessed": "not assessed",
    "assessment_signed": "({who}, {date})",
    "reasons": "The reasons for the assessments",
    "scores": "Weighted scores",
    "scores_caption": "Scores from 0 to 100 for objectives, perspectives and the whole scorecard",
    "level": "Level",
    "score": "Score",
    "order": "How firm the order of the units is",
    "order_line": (
        "With other plausible weights the order of the units right below changes in {cases} of 100 "
        "cases. The least certain place is that of {unit}: between {first} and {last} of {count}."
    ),
    "order_firm": (
        "The order of the units right below is the same with other plausible weights too."
    ),
    "order_few": "fewer than one",
    "order_most": "more than 99",
    "order_caption": "Place among {count} units below {unit} with other plausible weights",
    "order_unit": "Unit",
    "order_first": "Place, from",
    "order_last": "Place, to",
    "order_method": (
        "The score of the whole scorecard was worked out {draws} times with other weights; each "
        "weight was then between half and double. In {confidence} cases of 100 the place lies "
        "within the span. Another unit has the highest score in {first} of 100 cases and the "
        "lowest in {last}. The likeness to the order with the scorecard's own weights (Kendall's "
        "tau, 1 is the same order) is {tau} on average."
    ),
    "whole": "The whole scorecard",
    "level_perspective": "perspective",
    "level_objective": "objective",
    "withheld": "not shown: too little coverage",
    "driver": "Driver",
    "outcome": "Outcome",
    "sign_positive": "same direction",
    "sign_negative": "opposite direction",
    "lag_none": "at the same time",
    "lag_by": "{count} {periods} later",
    "lag_window": "({earliest}–{latest})",
    "periods_day": "days",
    "periods_day_one": "day",
    "periods_week": "weeks",
    "periods_week_one": "week",
    "periods_month": "months",
    "periods_month_one": "month",
    "periods_quarter": "quarters",
    "periods_quarter_one": "quarter",
    "periods_half_year": "half-years",
    "periods_half_year_one": "half-year",
    "periods_year": "years",
    "periods_year_one": "year",
    "discussion": "What to discuss",
    "actions_due": "Actions that are due",
}
