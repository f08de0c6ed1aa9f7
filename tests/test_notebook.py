"""Cells that a person adds to the report: what they show stands in the page and in the PDF."""

from __future__ import annotations

import io
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from pypdf import PdfReader

from bsc_helpers.errors import PublishingError
from bsc_helpers.publishing import document_of, render_html, render_pdf

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "unit_report.ipynb"

MARKDOWN = "## Our own words\n\nThe *team* writes **this**, with <b>no markup</b> and `code`."
FRAME = (
    "import pandas as pd\npd.DataFrame({'visits': [1234.5, None]}, index=['Masthugget', 'Majorna'])"
)
SEABORN = """\
import seaborn as sns
from matplotlib.figure import Figure

figure = Figure(figsize=(4, 2))
axes = figure.subplots()
sns.lineplot(x=[1, 2, 3], y=[3, 1, 2], ax=axes)
show(figure, alt="A line that falls and rises", title="Own figure")"""
MATPLOTLIB = """\
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(4, 2))
axes.plot([1, 2, 3])
show(figure, alt="A rising line")"""
BARE_FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]);"


def notebook_with(
    *cells: str, unit: str = "majorna", language: str = "en"
) -> nbformat.NotebookNode:
    """Return the report's notebook with some parameters and further cells, executed."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = cell.source.replace('org_unit: str = ""', f'org_unit: str = "{unit}"')
            cell.source = cell.source.replace(
                'language: str = "sv"', f'language: str = "{language}"'
            )
    for source in cells:
        markdown = source.startswith("#")
        make = nbformat.v4.new_markdown_cell if markdown else nbformat.v4.new_code_cell
        notebook.cells.append(make(source))
    client = NotebookClient(notebook, resources={"metadata": {"path": str(ROOT / "notebooks")}})
    client.execute()
    return notebook


@pytest.fixture(scope="module")
def executed() -> nbformat.NotebookNode:
    return notebook_with(MARKDOWN, FRAME, SEABORN, MATPLOTLIB)


def test_what_a_person_adds_stands_in_the_page(executed: nbformat.NotebookNode) -> None:
    html = render_html(document_of(executed))
    assert re.search(r"<h2[^>]*>Our own words</h2>", html)
    assert "&lt;b&gt;no markup&lt;/b&gt;" in html
    assert "1,234.5" in html  # the number format of the report, not of pandas
    assert "Masthugget" in html
    for alt in ("A line that falls and rises", "A rising line"):
        assert f'aria-label="{alt}"' in html
    assert "How is this unit doing" not in html  # the note for the author stays in the notebook


def test_what_a_person_adds_stands_in_the_pdf(executed: nbformat.NotebookNode) -> None:
    pdf = PdfReader(io.BytesIO(render_pdf(document_of(executed))))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    for words in ("Our own words", "<b>no markup</b>", "1,234.5", "Masthugget", "Own figure"):
        assert words in text


def test_a_figure_without_alternative_text_is_an_error_that_names_the_cell() -> None:
    notebook = notebook_with(BARE_FIGURE)
    with pytest.raises(PublishingError, match="cell 15") as error:
        document_of(notebook)
    assert "alt" in str(error.value)


def test_the_defaults_of_the_notebook_are_the_whole_city_and_the_latest_period() -> None:
    document = document_of(notebook_with(unit="", language="sv"))
    assert document.title == "Göteborg, kvartal 4 2003"
    assert document.language == "sv"


def test_a_wrong_parameter_is_told_in_the_notebook_with_what_is_valid() -> None:
    with pytest.raises(Exception, match="did you mean majorna"):
        notebook_with(unit="majorn")
