"""A report of a city district as a notebook would show it: invented, but of realistic size."""

from __future__ import annotations

from math import sin

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bsc_helpers.blocks import (
    MIME,
    Block,
    Cell,
    Code,
    Column,
    Figure,
    Fold,
    Head,
    Heading,
    ItemList,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    Row,
    Run,
    Section,
    Statement,
    Table,
)

QUARTERS = [f"{year} kv {quarter}" for year in (2002, 2003) for quarter in (1, 2, 3, 4)]
PERSPECTIVES = {
    "Brukare": (
        ("Nöjda föräldrar i förskolan", "andel", 84.2, 85.0, "warning"),
        ("Barn per årsarbetare", "barn", 5.3, 5.5, "good"),
        ("Erbjuden plats på önskat datum", "andel", 71.2, 90.0, "poor"),
    ),
    "Medarbetare": (
        ("Sjukfrånvaro", "andel", 8.9, 7.5, "poor"),
        ("Förskollärare med högskoleexamen", "andel", 51.0, 50.0, "uncertain"),
        ("Personalomsättning", "andel", None, 9.0, "no_data"),
    ),
    "Ekonomi": (
        ("Avvikelse mot periodiserad budget", "mnkr", -2.4, 0.0, "poor"),
        ("Nettokostnad per inskrivet barn", "kr", 98400.0, 100000.0, "good"),
        ("Anmälda missförhållanden", "antal", None, None, "suppressed"),
    ),
    "Utveckling": (
        ("Enheter med egen kvalitetsredovisning", "andel", 92.0, None, "unscored"),
        ("Genomförda utvecklingssamtal", "andel", 97.5, 95.0, "good"),
    ),
}


def swedish(value: float | None, unit: str) -> str:
    """Write a number as Swedish does: comma, no-break spaces, a true minus."""
    if value is None:
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}"
    text = text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",").replace("-", "−")
    return f"{text}\N{NO-BREAK SPACE}%" if unit == "andel" else text


def values_of(value: float | None) -> list[float]:
    """Eight invented quarters that end at the value."""
    end = value if value is not None else 10.0
    return [end * (1 + 0.07 * sin(2.1 * (7 - at))) for at in range(7)] + [end]


def sparkline(values: list[float]) -> str:
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    points = " ".join(
        f"{2 + at * 10},{18 - 16 * (v - low) / span:.1f}" for at, v in enumerate(values)
    )
    x, y = points.split()[-1].split(",")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="76" height="20" viewBox="0 0 76 20">'
        f'<polyline points="{points}" fill="none" stroke="#57616c" stroke-width="1.3"/>'
        f'<circle cx="{x}" cy="{y}" r="2.2" fill="#1c232b"/></svg>'
    )


def chart(values: list[float], target: float | None, unit: str) -> str:
    """Draw a run chart in the manner of our charts: real text, presentation attributes, an id."""
    low = min([*values, target or values[0]]) * 0.97 - 0.1
    high = max([*values, target or values[0]]) * 1.03 + 0.1

    def y(value: float) -> float:
        return 190 - 165 * (value - low) / (high - low)

    points = [(60 + at * 72, y(value)) for at, value in enumerate(values)]
    line = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    dots = "".join(
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="#1a5a96"/>' for px, py in points
    )
    labels = "".join(
        f'<text x="{px:.1f}" y="214" text-anchor="middle" font-size="11" fill="#57616c">'
        f"{quarter[-1]}</text>"
        for (px, _), quarter in zip(points, QUARTERS, strict=True)
    )
    aim = (
        f'<path d="M40 {y(target):.1f}H590" stroke="#2f3a46" stroke-dasharray="5 3"/>'
        f'<text x="596" y="{y(target) + 4:.1f}" font-size="11" fill="#2f3a46">mål '
        f"{swedish(target, unit)}</text>"
        if target is not None
        else ""
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="680" height="240" viewBox="0 0 680 240">'
        '<defs><clipPath id="area"><rect x="0" y="0" width="680" height="240"/></clipPath></defs>'
        f'<g clip-path="url(#area)" font-family="Inter, sans-serif">{aim}'
        f'<polyline points="{line}" fill="none" stroke="#1a5a96" stroke-width="2"/>{dots}{labels}'
        '<text x="132" y="232" font-size="11" fill="#57616c">2002</text>'
        '<text x="420" y="232" font-size="11" fill="#57616c">2003</text>'
        f'<text x="596" y="{points[-1][1] - 8:.1f}" font-size="12" font-weight="600" '
        f'fill="#1a5a96">{swedish(values[-1], unit)}</text></g></svg>'
    )


def anchor_of(at: int, number: int) -> str:
    return f"measure-{at}-{number}"


def summary_table() -> Table:
    rows: list[Row] = []
    for at, (perspective, measures) in enumerate(PERSPECTIVES.items()):
        rows.append(Row(group=True, cells=(Cell(text=perspective),)))
        for number, (name, unit, value, target, status) in enumerate(measures):
            rows.append(
                Row(
                    cells=(
                        Cell(text=name, to=anchor_of(at, number)),
                        Cell(
                            text=swedish(value, unit),
                            number=value,
                            quiet="" if unit == "andel" else unit,
                        ),
                        Cell(text=swedish(target, unit), number=target),
                        Cell(status=status),
                        Cell(text="+1,2" if value else ""),
                        Cell(svg=sparkline(values_of(value))) if value else Cell(),
                    )
                )
            )
    return Table(
        caption="Alla mått i korthet, fjärde kvartalet 2003",
        columns=(
            Column(label="Mått"),
            Column(label="Utfall", numeric=True),
            Column(label="Mål", numeric=True),
            Column(label="Bedömning"),
            Column(label="Mot i fjol", numeric=True),
            Column(label="Åtta kvartal"),
        ),
        rows=tuple(rows),
        anchor="summary",
    )


def measure(at: int, number: int) -> Section:
    perspective = list(PERSPECTIVES)[at]
    name, unit, value, target, status = PERSPECTIVES[perspective][number]
    values = values_of(value)
    data = Table(
        caption=f"{name}, kvartal för kvartal",
        columns=(Column(label="Kvartal"), Column(label="Utfall", numeric=True)),
        rows=tuple(
            Row(cells=(Cell(text=quarter), Cell(text=swedish(v, unit), number=v)))
            for quarter, v in zip(QUARTERS, values, strict=True)
        ),
    )
    figure = Figure(
        svg=chart(values, target, unit),
        alt=f"Linjediagram: {name}, åtta kvartal; senast {swedish(value, unit)}.",
        title=f"{name} låg på {swedish(value, unit)} fjärde kvartalet 2003",
        data=data,
    )
    said = Statement(
        text=f"{name} var {swedish(value, unit)} fjärde kvartalet 2003, "
        f"mot målet {swedish(target, unit)}.",
        model="level_against_target",
        status=status,
        evidence="summary",
        evidence_label="Sammanfattningen",
    )
    how = Fold(
        summary="Så har måttet räknats",
        blocks=(
            Paragraph(
                runs=(
                    Run(text="Formeln är "),
                    Run(text="satisfied / answered * 100", marks=("code",)),
                    Run(text=", av 412 svar."),
                )
            ),
            Table(
                caption="Indata",
                columns=(
                    Column(label="Indata"),
                    Column(label="Värde", numeric=True),
                    Column(label="Källa"),
                ),
                rows=(
                    Row(
                        cells=(
                            Cell(text="satisfied"),
                            Cell(text="347", number=347),
                            Cell(text="föräldraenkäten"),
                        )
                    ),
                    Row(
                        cells=(
                            Cell(text="answered"),
                            Cell(text="412", number=412),
                            Cell(text="föräldraenkäten"),
                        )
                    ),
                ),
            ),
        ),
    )
    heading = Heading(level=3, text=name, anchor=anchor_of(at, number))
    shown: tuple[Block, ...] = (
        (heading, said, figure, how) if value is not None else (heading, said)
    )
    return Section(blocks=shown)


def opening() -> Section:
    return Section(
        blocks=(
            Head(
                title="Kvartalsrapport för Centrum",
                subtitle="Stadsdelsförskola i Göteborg, fjärde kvartalet 2003",
                language="sv",
                facts=(
                    ("Del av", "Göteborgs stad"),
                    ("Period", "oktober–december 2003"),
                    ("Data lästa", "15 januari 2004"),
                    ("Täckning", "86 %"),
                ),
                lead="Förskolan ska vara trygg, rolig och lärorik för alla barn i stadsdelen.",
                notice="Alla siffror är påhittade. Stadsdelarnas namn är verkliga.",
            ),
            Heading(level=2, text="I korthet", anchor="in-short"),
            KeyFigures(
                label="Nyckeltal",
                figures=(
                    KeyFigure(
                        label="Utfall mot budget", text="−2,4 mnkr", status="poor", quiet="av 118,0"
                    ),
                    KeyFigure(
                        label="Prognos för året", text="−3,1 mnkr", quiet="av ekonomichefen, 12 jan"
                    ),
                    KeyFigure(
                        label="Nöjda föräldrar", text="84,2 %", status="warning", quiet="mål 85 %"
                    ),
                    KeyFigure(label="Mått med uppgift", text="9 av 11"),
                ),
            ),
            Statement(
                text="Andelen barn som erbjöds plats på önskat datum var 71,2 % fjärde kvartalet "
                "2003, 18,8 procentenheter under lagkravet på 90 %.",
                model="breach",
                status="poor",
                evidence=anchor_of(0, 2),
                evidence_label="Erbjuden plats",
            ),
            Statement(
                text="Sjukfrånvaron var 8,9 %. Målet är högst 7,5 %.",
                model="level_against_target",
                status="poor",
                evidence=anchor_of(1, 0),
            ),
            Statement(
                text="Andelen förskollärare med högskoleexamen går inte att skilja från målet.",
                model="level_against_target",
                status="uncertain",
                evidence=anchor_of(1, 1),
            ),
            Notice(
                text="Personalomsättningen saknas; Medarbetarkontoret skulle ha lämnat 9 januari."
            ),
            Heading(level=2, text="Alla mått", anchor="all"),
            summary_table(),
            Paragraph(runs=(Run(text="3 goda, 1 varning, 3 dåliga, 1 osäkert."),), quiet=True),
        )
    )


def shown(block: Block) -> nbformat.NotebookNode:
    data = {MIME: block.model_dump(mode="json"), "text/plain": "<block>"}
    return new_code_cell("show(report)", outputs=[new_output("display_data", data)])


def sample_notebook() -> nbformat.NotebookNode:
    """Build the notebook: our blocks first, then cells such as a user adds."""
    cells = [
        new_markdown_cell("Frågan", metadata={"tags": ["note-for-the-author"]}),
        shown(opening()),
    ]
    for at, (perspective, measures) in enumerate(PERSPECTIVES.items()):
        cells.append(shown(Heading(level=2, text=perspective)))
        cells.extend(shown(measure(at, number)) for number in range(len(measures)))
    cells.append(
        new_markdown_cell(
            "## Kommentar\n\nSkriven av **controllern**, se [stadens sida](https://example.org/).\n\n"
            "1. Kön har vuxit.\n2. Två avdelningar öppnar i mars.\n\n"
            "| Åtgärd | Klar |\n|---|--:|\n| Ny avdelning | 2004 |\n"
        )
    )
    cells.append(shown(ItemList(items=((Paragraph(runs=(Run(text="Vad gör vi åt kön?"),)),),))))
    cells.append(shown(Code(text="fast bredd   1   2\nrad          3   4")))
    return new_notebook(cells=cells, metadata={})
