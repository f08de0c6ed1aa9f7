"""The words of responsibility centres and of the bonus scheme, on the page and in the workbook."""

from __future__ import annotations

__all__ = ["EN", "SHEET_EN", "SHEET_SV", "SV"]

SV = {
    "centre_cost": "Ansvar för kostnader",
    "centre_revenue": "Ansvar för intäkter",
    "centre_profit": "Ansvar för resultat",
    "centre_investment": "Ansvar för investeringar",
    "centre_said": ("{line}: utfall {actual} mot plan {plan}, avvikelse {deviation} ({judged})."),
    "centre_said_unjudged": "{line}: utfall {actual} mot plan {plan}.",
    "centre_caption": "Plan, utfall och avvikelse, {unit}, {period} ({scale})",
    "centre_note": (
        "Avvikelse: utfall minus plan. En lägre kostnad och en högre intäkt är gynnsam. Beloppen "
        "är avrundade var för sig."
    ),
    "centre_line": "Post",
    "centre_plan": "Plan",
    "centre_actual": "Utfall",
    "centre_deviation": "Avvikelse",
    "centre_judged": "Gynnsam?",
    "judged_yes": "gynnsam",
    "judged_no": "ogynnsam",
    "judged_even": "enligt plan",
    "centre_group_money": "Kostnader och intäkter",
    "centre_group_margin": "Marginal",
    "centre_group_cash": "Kassaflöde",
    "centre_group_capital": "Kapital",
    "centre_group_value": "Skapat värde",
    "ratio_caption": "Avkastning på tillgångarna, {unit}, {period}",
    "line_costs": "Kostnader",
    "line_revenue": "Intäkter",
    "line_variable_costs": "Direkta rörliga kostnader",
    "line_global_margin": "Global marginal",
    "line_fixed_costs": "Diskretionära fasta kostnader",
    "line_net_margin": "Nettomarginal",
    "line_receipts": "Inbetalningar",
    "line_payments": "Utbetalningar",
    "line_depreciation": "Avskrivningar",
    "line_investments": "Investeringar",
    "line_net_cash_flow": "Nettokassaflöde",
    "line_opening_assets": "Tillgångar vid årets början",
    "line_closing_assets": "Tillgångar vid periodens slut",
    "line_average_assets": "Tillgångar i genomsnitt",
    "line_invested_assets": "Investerade tillgångar",
    "line_nibcl": "Räntefria kortfristiga skulder",
    "line_capital_employed": "Sysselsatt kapital",
    "line_roi": "Avkastning på tillgångar i genomsnitt (ROI)",
    "line_net_margin_rate": "Nettomarginal i procent av intäkterna",
    "line_asset_turnover": "Investerade tillgångars omsättning (gånger)",
    "line_du_pont_roi": "Avkastning på investerade tillgångar (Du Pont-ROI)",
    "line_residual_income": "Residualresultat (RI)",
    "line_eva_on_capital_employed": "Ekonomiskt mervärde på sysselsatt kapital (EVA)",
    "line_eva_on_assets": "Ekonomiskt mervärde på alla tillgångar (EVA)",
    "times": "{number} ggr",
    "points": "{number} procentenheter",
    "eva_differ": (
        "De två formerna av EVA skiljer sig: den ena räknar kapitalkostnad ({cost} om året) bara "
        "på det sysselsatta kapitalet, den andra ({wacc} om året) på alla tillgångar, också dem "
        "som de räntefria skulderna betalar."
    ),
    "roi_differ": (
        "Du Pont-ROI räknas på investerade tillgångar, ROI på tillgångar i genomsnitt; de är lika "
        "bara när tillgångarna är lika."
    ),
    "centre_part_year": (
        "Procentsatserna är för ett år; här räknas {share} av dem, så mycket som har gått av året. "
        "Avkastningen är den hittills, inte en helårs."
    ),
    "centre_computed": "Så räknades det",
    "centre_sources": "Uppgifter: {inputs}. Källa: {sources}.",
    "rules_unit": "Belopp i kronor:",
    "rule_deviation": "Avvikelse = utfall \u2212 plan",
    "rule_global_margin": "Global marginal = intäkter \u2212 direkta rörliga kostnader",
    "rule_net_margin": "Nettomarginal = global marginal \u2212 diskretionära fasta kostnader",
    "rule_net_cash_flow": "Nettokassaflöde = inbetalningar \u2212 utbetalningar",
    "rule_net_cash_flow_indirect": (
        "Nettokassaflöde = nettomarginal + avskrivningar \u2212 investeringar"
    ),
    "rule_average_assets": (
        "Tillgångar i genomsnitt = (vid årets början + vid periodens slut) / 2"
    ),
    "rule_capital_employed": (
        "Sysselsatt kapital = tillgångar i genomsnitt \u2212 räntefria kortfristiga skulder"
    ),
    "rule_roi": "ROI = nettomarginal / tillgångar i genomsnitt",
    "rule_du_pont_roi": (
        "Du Pont-ROI = nettomarginal / intäkter × intäkter / investerade tillgångar"
    ),
    "rule_residual_income": "RI = nettomarginal \u2212 avkastningskrav × investerade tillgångar",
    "rule_eva_on_capital_employed": (
        "EVA på sysselsatt kapital = nettomarginal \u2212 kapitalkostnad × sysselsatt kapital"
    ),
    "rule_eva_on_assets": ("EVA på alla tillgångar = (ROI \u2212 WACC) × tillgångar i genomsnitt"),
    "rule_with": "{rule}: {numbers}",
    "bonus": "Bonus",
    "bonus_caption": "{name}: måluppfyllelse och vikt, {unit}, {period}",
    "bonus_measure": "Mätetal",
    "bonus_weight": "Vikt",
    "bonus_attainment": "Måluppfyllelse",
    "bonus_counted": "Räknas som",
    "bonus_weighted": "Vägt bidrag",
    "bonus_whole": "Sammanvägt",
    "bonus_paid": (
        "Sammanvägd måluppfyllelse {result} motsvarar {payout} av bonusen vid mål (täckning "
        "{coverage})."
    ),
    "bonus_not_paid": (
        "Ingen utbetalning räknas: mätetal med {coverage} av vikten är kända, och det krävs "
        "{least}."
    ),
    "bonus_missing": "Utan måluppfyllelse och därför inte med: {names}.",
    "bonus_computed": "Så räknas bonusen",
    "bonus_rule": (
        "Varje mätetals måluppfyllelse räknas som minst 0 % och högst {cap}, gånger sin vikt. "
        "Summan delas med vikten av de mätetal som är kända."
    ),
    "bonus_scale": (
        "Utbetalning i procent av bonusen vid mål: ingenting under {threshold}, {at_threshold} vid "
        "{threshold}, {at_target} vid {target} och {at_cap} från {cap}; rätlinjigt däremellan."
    ),
}

EN = {
    "centre_cost": "Responsibility for costs",
    "centre_revenue": "Responsibility for revenue",
    "centre_profit": "Responsibility for profit",
    "centre_investment": "Responsibility for investments",
    "centre_said": (
        "{line}: actual {actual} against a plan of {plan}, a deviation of {deviation} ({judged})."
    ),
    "centre_said_unjudged": "{line}: actual {actual} against a plan of {plan}.",
    "centre_caption": "Plan, actual and deviation, {unit}, {period} ({scale})",
    "centre_note": (
        "Deviation: actual minus plan. A lower cost and a higher revenue are favourable. The "
        "amounts are rounded one by one."
    ),
    "centre_line": "Line",
    "centre_plan": "Plan",
    "centre_actual": "Actual",
    "centre_deviation": "Deviation",
    "centre_judged": "Favourable?",
    "judged_yes": "favourable",
    "judged_no": "unfavourable",
    "judged_even": "as planned",
    "centre_group_money": "Costs and revenue",
    "centre_group_margin": "Margin",
    "centre_group_cash": "Cash flow",
    "centre_group_capital": "Capital",
    "centre_group_value": "Value created",
    "ratio_caption": "Return on assets, {unit}, {period}",
    "line_costs": "Costs",
    "line_revenue": "Revenue",
    "line_variable_costs": "Direct variable costs",
    "line_global_margin": "Global margin",
    "line_fixed_costs": "Discretionary fixed costs",
    "line_net_margin": "Net margin",
    "line_receipts": "Cash receipts",
    "line_payments": "Cash payments",
    "line_depreciation": "Depreciation",
    "line_investments": "Investments",
    "line_net_cash_flow": "Net cash flow",
    "line_opening_assets": "Assets when the year began",
    "line_closing_assets": "Assets at the end of the period",
    "line_average_assets": "Average assets",
    "line_invested_assets": "Invested assets",
    "line_nibcl": "Non-interest-bearing current liabilities",
    "line_capital_employed": "Capital employed",
    "line_roi": "Return on average assets (ROI)",
    "line_net_margin_rate": "Net margin in percent of revenue",
    "line_asset_turnover": "Turnover of invested assets (times)",
    "line_du_pont_roi": "Return on invested assets (Du Pont ROI)",
    "line_residual_income": "Residual income (RI)",
    "line_eva_on_capital_employed": "Economic value added on capital employed (EVA)",
    "line_eva_on_assets": "Economic value added on all assets (EVA)",
    "times": "{number} times",
    "points": "{number} percentage points",
    "eva_differ": (
        "The two forms of EVA differ: one charges the cost of capital ({cost} a year) on the "
        "capital employed only, the other ({wacc} a year) on all assets, also those that the "
        "non-interest-bearing liabilities pay for."
    ),
    "roi_differ": (
        "Du Pont ROI is on invested assets, ROI on average assets; they are equal only where these "
        "assets are."
    ),
    "centre_part_year": (
        "The percentages are for a year; {share} of them are charged here, as much of the year as "
        "has passed. The return is that so far, not a full year's."
    ),
    "centre_computed": "How this was computed",
    "centre_sources": "Figures: {inputs}. Source: {sources}.",
    "rules_unit": "Amounts in SEK:",
    "rule_deviation": "Deviation = actual \u2212 plan",
    "rule_global_margin": "Global margin = revenue \u2212 direct variable costs",
    "rule_net_margin": "Net margin = global margin \u2212 discretionary fixed costs",
    "rule_net_cash_flow": "Net cash flow = cash receipts \u2212 cash payments",
    "rule_net_cash_flow_indirect": ("Net cash flow = net margin + depreciation \u2212 investments"),
    "rule_average_assets": (
        "Average assets = (when the year began + at the end of the period) / 2"
    ),
    "rule_capital_employed": (
        "Capital employed = average assets \u2212 non-interest-bearing current liabilities"
    ),
    "rule_roi": "ROI = net margin / average assets",
    "rule_du_pont_roi": "Du Pont ROI = net margin / revenue × revenue / invested assets",
    "rule_residual_income": "RI = net margin \u2212 required return × invested assets",
    "rule_eva_on_capital_employed": (
        "EVA on capital employed = net margin \u2212 cost of capital × capital employed"
    ),
    "rule_eva_on_assets": (
        "EVA on all assets = (ROI \u2212 WACC) × average assets = net margin \u2212 WACC × average "
        "assets"
    ),
    "rule_with": "{rule}: {numbers}",
    "bonus": "Bonus",
    "bonus_caption": "{name}: attainment and weight, {unit}, {period}",
    "bonus_measure": "Measure",
    "bonus_weight": "Weight",
    "bonus_attainment": "Attainment",
    "bonus_counted": "Counted as",
    "bonus_weighted": "Weighted part",
    "bonus_whole": "Together",
    "bonus_paid": (
        "A weighted attainment of {result} corresponds to {payout} of the bonus at target "
        "(coverage {coverage})."
    ),
    "bonus_not_paid": (
        "No payout is computed: measures with {coverage} of the weight are known, and {least} is "
        "asked."
    ),
    "bonus_missing": "Without an attainment and therefore left out: {names}.",
    "bonus_computed": "How the bonus is computed",
    "bonus_rule": (
        "The attainment of each measure counts as at least 0% and at most {cap}, times its weight. "
        "The sum is divided by the weight of the measures that are known."
    ),
    "bonus_scale": (
        "Payout in percent of the bonus at target: nothing below {threshold}, {at_threshold} at "
        "{threshold}, {at_target} at {target} and {at_cap} from {cap} on; a straight line between."
    ),
}

SHEET_SV = {
    "centres": "Ansvar",
    "centres_about": "Plan, utfall och avvikelse i kronor, procent och gånger, från årets början.",
    "centre": "Ansvarsområde",
    "centre_plan": "Plan",
    "actual": "Utfall",
    "centre_deviation": "Avvikelse",
    "centre_deviation_note": "Utfall minus plan, vad som än är bra.",
    "favourable": "Gynnsam",
    "bonus": "Bonus",
    "bonus_about": "Mätetalens måluppfyllelse och vikt, per perspektiv och sammanvägt.",
    "bonus_level": "Nivå",
    "level_measure": "mätetal",
    "level_scheme": "hela bonusen",
    "bonus_weight": "Vikt",
    "counted": "Räknas som",
    "counted_note": "Måluppfyllelsen, minst 0 och högst taket.",
    "weighted": "Vägt bidrag",
    "payout": "Utbetalning",
    "payout_note": "I procent av bonusen vid mål; tom under den täckning som krävs.",
    "times": "gånger",
}

SHEET_EN = {
    "centres": "Centres",
    "centres_about": "Plan, actual and deviation in SEK, percent and times, from the year's start.",
    "centre": "Centre",
    "centre_plan": "Plan",
    "actual": "Actual",
    "centre_deviation": "Deviation",
    "centre_deviation_note": "Actual minus plan, whatever is good.",
    "favourable": "Favourable",
    "bonus": "Bonus",
    "bonus_about": "Attainment and weight of the measures, by perspective and together.",
    "bonus_level": "Level",
    "level_measure": "measure",
    "level_scheme": "whole bonus",
    "bonus_weight": "Weight",
    "counted": "Counted as",
    "counted_note": "The attainment, at least 0 and at most the cap.",
    "weighted": "Weighted part",
    "payout": "Payout",
    "payout_note": "In percent of the bonus at target; empty below the coverage that is asked.",
    "times": "times",
}
