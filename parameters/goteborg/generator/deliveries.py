"""The files, each as another system would deliver it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator import home_care, ledger, money, preschool, services, staff, surveys, web
from generator.delivery import Delivery
from generator.places import CITY, DISTRICTS
from generator.planted import ACCOUNTS_BY_UNIT_FROM
from generator.quarters import QUARTERS, YEARS, quarter_end
from generator.tables import Table, merged_tables

__all__ = ["FILES", "write_files"]

NAMES = {code: district.name for code, district in DISTRICTS.items()} | {CITY: "Göteborg"}
NUMBERS = {code: district.number for code, district in DISTRICTS.items()}
DAYS = {period: quarter_end(step).isoformat() for step, period in enumerate(QUARTERS)}
FIRST_WITH_UNITS = QUARTERS[ACCOUNTS_BY_UNIT_FROM]


def _only(table: Table, *, early: bool) -> Table:
    """Return the rows before the units kept accounts, or those since."""
    rows = {k: f for k, f in table.rows.items() if (k.period < FIRST_WITH_UNITS) == early}
    return Table(table.columns, rows)


def _activities() -> Table:
    """Return what the activity systems deliver by district in one long file."""
    costs = money.cost_tables()
    counted = merged_tables(costs["elever"], costs["ht_tim"])
    return merged_tables(counted, services.decisions_table(), preschool.places_table())


def _costs() -> Table:
    costs = money.cost_tables()
    return merged_tables(costs["kostn_fsk"], costs["kostn_gr"], costs["kostn_ht"])


NET = {
    "budget_netto": "Budget netto",
    "utfall_netto": "Utfall netto",
    "kommunbidrag": "Kommunbidrag",
}
CLASS_NAMES = {
    "intakt": "intäkter",
    "personal": "personal",
    "lokal": "lokaler",
    "kopt": "köpt verksamhet",
    "ovrigt": "övrigt",
}
WORKED = {"tim_arb": "Arbetade timmar", "tim_timanst": "Timmar timanställda"}
MARKS = {"sum": 4, "sum2": 4}


def _index(name: str, measure: str, *, sums: bool, years: Sequence[int] = YEARS) -> Delivery:
    """Return the delivery of one yearly index: count, sum and sum of squares."""
    prefix = surveys.SURVEYS[measure].prefix
    words = {"n": "antal", "sum": "summa", "sum2": "kvadratsumma"}
    return Delivery(
        name,
        lambda: surveys.index_table(measure, years),
        "enhet" if not sums else "stadsdel",
        "år",
        "levererad",
        {f"{prefix}_{part}": word for part, word in words.items()},
        activity="verksamhet" if sums else "",
        delimiter="\t",
        decimals={f"{prefix}_{part}": places for part, places in MARKS.items()},
        comma=".",
        sums=sums,
    )


PERSONNEL = (
    Delivery(
        "franvaro",
        staff.absence_table,
        "Enhet",
        "Kvartal",
        "Registrerad",
        {
            "anst": "Anställda",
            "ord_tim": "Ordinarie timmar",
            "sjuk_tim": "Sjuktimmar",
            "sjuk_kort_tim": "Varav dag 1–14",
        },
        decimals={"sjuk_tim": 1},
        sums=False,
    ),
    Delivery(
        "arbetstid",
        lambda: _only(staff.hours_table(), early=False),
        "Enhet",
        "Kvartal",
        "Registrerad",
        WORKED,
        sums=False,
    ),
    Delivery(
        "arbetstid_2000-2001",
        lambda: _only(staff.hours_table(), early=True),
        "Förvaltning",
        "Kvartal",
        "Registrerad",
        WORKED,
        activity="Verksamhet",
        places=NUMBERS,
        sums=False,
    ),
    Delivery(
        "omsattning",
        lambda: staff.turnover()[0],
        "Förvaltning",
        "Kvartal",
        "Registrerad",
        {"tillsv_anst": "Tillsvidareanställda", "avgang_ext": "Avgångar på egen begäran"},
        activity="Verksamhet",
        places=NUMBERS,
    ),
    Delivery(
        "utbildning",
        staff.training_table,
        "Enhet",
        "Halvår",
        "Registrerad",
        {
            "arsarb": "Årsarbetare",
            "utb_arsarb": "Varav utbildade",
            "arsarb_fsk": "Varav förskola",
        },
        decimals={"arsarb": 1, "utb_arsarb": 1, "arsarb_fsk": 1},
        sums=False,
    ),
)
LEDGER = (
    Delivery(
        "ekonomi",
        lambda: _only(money.net_table(), early=False),
        "Ansvar",
        "Kvartal",
        "Uttagen",
        NET,
        encoding="cp1252",
        sums=False,
    ),
    Delivery(
        "ekonomi_2000-2001",
        lambda: _only(money.net_table(), early=True),
        "Nämnd",
        "Bokföringsdag",
        "Uttagen",
        NET,
        activity="Verksamhet",
        encoding="cp1252",
        places=NAMES,
        periods=DAYS,
        thousands=" ",
        sums=False,
    ),
    Delivery(
        "kontoklasser",
        ledger.class_table,
        "Nämnd",
        "Bokföringsdag",
        "Uttagen",
        {
            f"{code}_{name}": f"{word} {text}"
            for name, text in CLASS_NAMES.items()
            for code, word in (("bud", "Budget"), ("utf", "Utfall"))
        },
        activity="Verksamhet",
        encoding="cp1252",
        places=NAMES,
        periods=DAYS,
    ),
    Delivery(
        "kostnader",
        _costs,
        "Nämnd",
        "Bokföringsdag",
        "Uttagen",
        {"kostn_fsk": "Förskola", "kostn_gr": "Grundskola", "kostn_ht": "Hemtjänst"},
        activity="Verksamhet",
        encoding="cp1252",
        places=NAMES,
        periods=DAYS,
        thousands=" ",
    ),
    Delivery(
        "prisindex",
        money.price_table,
        "Kommun",
        "Kvartal",
        "Fastställt",
        {"prisindex": "Prisindex"},
        encoding="cp1252",
        places=NAMES,
        decimals={"prisindex": 3},
        sums=False,
    ),
    Delivery(
        "prognoser",
        ledger.forecast_table,
        "Nämnd",
        "År",
        "Lämnad",
        {"utfall_netto": "Netto"}
        | {f"utf_{name}": text.capitalize() for name, text in CLASS_NAMES.items()},
        activity="Verksamhet",
        encoding="latin-1",
        places=NAMES,
        sums=False,
    ),
    Delivery(
        "bokslut",
        ledger.accuracy_table,
        "Nämnd",
        "År",
        "Fastställt",
        {
            "prognos_aug_netto": "Augustiprognos",
            "bokslut_netto": "Bokslut",
            "kommunbidrag_ar": "Kommunbidrag",
        },
        activity="Verksamhet",
        encoding="latin-1",
        places=NAMES,
        sums=False,
    ),
)
SURVEYS = (
    _index("enkat_forskola", "k01", sums=False),
    _index("enkat_skola", "k02", sums=False),
    _index("enkat_hemtjanst_2000-2001", "k03", sums=False, years=YEARS[:2]),
    *(home_care.AnswerSheet(year) for year in home_care.ANSWERED),
    Delivery(
        "enkat_hemtjanst_utskick",
        home_care.invited_table,
        "enhet",
        "år",
        "levererad",
        {"nki_ht_inbjudna": "utskickade"},
        sums=False,
    ),
    _index("enkat_medarbetare", "m01", sums=False),
    _index("enkat_ledarskap", "m06", sums=True),
    Delivery(
        "enkat_paverka",
        surveys.influence_table,
        "stadsdel",
        "år",
        "levererad",
        {"pav_svar": "svar", "pav_ja": "kan påverka"},
        activity="verksamhet",
        delimiter="\t",
    ),
    Delivery(
        "webbenkat",
        web.reception_table,
        "stadsdel",
        "kvartal",
        "levererad",
        {"bem_svar": "svar", "bem_nojda": "nojda"},
        activity="verksamhet",
        delimiter=",",
        encoding="utf-8-sig",
    ),
)
SERVICES = (
    Delivery(
        "synpunkter",
        web.complaints_table,
        "stadsdel",
        "kvartal",
        "diariefört",
        {"brukare_antal": "brukare", "synp_antal": "synpunkter"},
        activity="verksamhet",
    ),
    Delivery(
        "barn",
        preschool.children_table,
        "enhet",
        "kvartal",
        "uttag",
        {"barn_inskr": "inskrivna"},
        delimiter=",",
        sums=False,
    ),
    Delivery(
        "verksamhet",
        _activities,
        "org_unit",
        "period",
        "recorded_at",
        {},
        activity="activity",
        delimiter=",",
        long=("input", "value"),
    ),
    Delivery(
        "elevfranvaro",
        services.pupils_table,
        "skola",
        "kvartal",
        "uttag",
        {"undv_tim": "undervisningstimmar", "franv_tim": "frånvarotimmar"},
        delimiter=",",
        sums=False,
    ),
    Delivery(
        "betyg",
        services.grades_table,
        "skola",
        "år",
        "publicerad",
        {"elev9_avg": "avgångselever", "elev9_beh": "behöriga"},
        delimiter="|",
        sums=False,
    ),
    Delivery(
        "hemtjanst",
        services.faces_table,
        "grupp",
        "kvartal",
        "uttag",
        {"kont_n": "hemtjänsttagare", "kont_sum": "medarbetare", "kont_sum2": "kvadratsumma"},
        delimiter=",",
        sums=False,
    ),
    Delivery(
        "ifo",
        lambda: merged_tables(services.inquiries()[0], services.waiting_table()),
        "Stadsdel",
        "Kvartal",
        "Uttag",
        {
            "utr_avsl": "Avslutade utredningar",
            "utr_inom4": "Inom fyra månader",
            "vant_n": "Nybesök",
            "vant_sum": "Väntedagar",
            "vant_sum2": "Väntedagar i kvadrat",
        },
        activity="Verksamhet",
        delimiter="|",
        encoding="latin-1",
        places=NAMES,
        missing="saknas",
    ),
    Delivery(
        "bibliotek",
        lambda: merged_tables(*services.library_table()),
        "stadsdel",
        "kvartal",
        "räknat",
        {"bib_besok": "besök", "invanare": "invånare"},
        activity="verksamhet",
        delimiter=",",
    ),
    Delivery(
        "fritidsgardar",
        services.youth_table,
        "gård",
        "kvartal",
        "räknat",
        {"fg_besok": "besök", "fg_flickor": "varav flickor"},
        delimiter=",",
        sums=False,
    ),
)
FILES = (*PERSONNEL, *LEDGER, *SURVEYS, *SERVICES)


def write_files(folder: Path, *, full: bool = False) -> None:
    """Write the deliveries; in full everything by result unit that has one."""
    folder.mkdir(parents=True, exist_ok=True)
    for delivery in FILES:
        rows = delivery.rows(full=full)
        _write_table(folder / delivery.file, rows, delivery.delimiter, delivery.encoding)


def _write_table(file: Path, rows: Iterable[list[str]], delimiter: str, encoding: str) -> None:
    with file.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
