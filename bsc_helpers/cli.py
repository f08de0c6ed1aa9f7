"""The command line ``bsc``: read the arguments, call one function, print what it says."""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bsc_helpers.batch.cluster.address import parse_cluster
from bsc_helpers.batch.files import write_whole
from bsc_helpers.batch.jobs import Selection
from bsc_helpers.batch.limits import (
    DEFAULT_MEMORY,
    DEFAULT_TIMEOUT,
    fitting_workers,
    parse_isolation,
    parse_shard,
)
from bsc_helpers.batch.tables import TABLES, render_csv, tidy_table, write_table
from bsc_helpers.errors import BscError, ParameterError
from bsc_helpers.folder import AS_WAS, check_folder, evaluate_folder, parse_as_of
from bsc_helpers.register import json_schemas, load_register, write_new

__all__ = ["app", "main"]

DONE, SOME_FAILED, CANNOT_START, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Balanced scorecards: from edited parameters to a report for each unit and period.",
)

Out = Annotated[str, typer.Option(help="folder or address of all reports, such as s3://bucket/x")]
Preset = Annotated[
    str, typer.Argument(metavar="PRESET", help="FOLDER/NAME, or a NAME that is the only one")
]
Tree = Annotated[
    str, typer.Argument(metavar="REPORTS", help="reports of a scorecard: reports/goteborg")
]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="folder of a register")]


@app.callback(invoke_without_command=True)
def _show_version(
    *, show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if show:
        typer.echo(f"bsc {version('bsc-helpers')}")
        raise typer.Exit(DONE)


@app.command()
def run(  # noqa: PLR0913  # each argument is an option of the command
    preset: Preset,
    *,
    unit: Annotated[list[str] | None, typer.Option(help="only this unit; repeatable")] = None,
    activity: Annotated[list[str] | None, typer.Option(help="this activity; repeatable")] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="2003-Q4 … or latest; repeatable")
    ] = None,
    language: Annotated[list[str] | None, typer.Option(help="sv, en; repeatable")] = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", help="html, pdf, xlsx; repeatable")
    ] = None,
    out: Out = "reports",
    workers: Annotated[
        int, typer.Option(help="reports made side by side; 0 = as many as CPUs and memory allow")
    ] = 0,
    timeout: Annotated[float, typer.Option(help="seconds for one report")] = DEFAULT_TIMEOUT,
    memory: Annotated[
        int, typer.Option(help="megabytes for one report; 0 = no bound")
    ] = DEFAULT_MEMORY,
    isolation: Annotated[
        str, typer.Option(help="how kernels start: fork (Linux) or spawn; by default what fits")
    ] = "",
    shard: Annotated[
        str, typer.Option(help="I/N: this share of the reports; other machines make the rest")
    ] = "",
    dask: Annotated[
        str, typer.Option(help="address of a Dask scheduler; its workers make the reports")
    ] = "",
    tls_ca: Annotated[
        Path | None, typer.Option(help="whom a cluster's certificates are by")
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="our certificate for the cluster")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="the key of that certificate")] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="allow a cluster without encryption")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="make every report anew, also those that are current")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="begin nothing new after the first failure")
    ] = False,
) -> None:
    """Make the reports of a preset.

    Options replace the preset's own answers. Exit: 0 all done, 1 some failed, 2 could not start.
    """
    # The other commands do without what executes notebooks, which takes a second to import.
    from bsc_helpers.batch.plan import Order  # noqa: PLC0415
    from bsc_helpers.batch.planning import prepare  # noqa: PLC0415
    from bsc_helpers.batch.progress import progress_on  # noqa: PLC0415
    from bsc_helpers.batch.run import run as run_plan  # noqa: PLC0415
    from bsc_helpers.batch.summary import summary_lines  # noqa: PLC0415

    selection = Selection(
        org_units=tuple(unit or ()),
        activities=tuple(activity or ()),
        periods=tuple(period or ()),
        languages=tuple(language or ()),
        formats=tuple(format_ or ()),
    )
    plan = prepare(
        Order(
            preset=preset,
            selection=selection,
            out=out,
            workers=workers or fitting_workers(memory),
            fail_fast=fail_fast,
            timeout=timeout,
            memory=memory,
            anew=again,
            isolation=parse_isolation(isolation),
            shard=parse_shard(shard),
            cluster=parse_cluster(dask, tls_ca, tls_cert, tls_key, insecure=insecure),
        )
    )
    with progress_on(Console(stderr=True, highlight=False)) as listener:
        summary = run_plan(plan, listener)
    for line in summary_lines(summary):
        typer.echo(line)
    if summary.interrupted:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(DONE if summary.complete else SOME_FAILED)


@app.command()
def status(preset: Preset, *, out: Out = "reports") -> None:
    """Say what a run of a preset would do, and what is published; nothing is made.

    Exit: 0 everything is current, 1 something is to be made, 2 it cannot be told.
    """
    from bsc_helpers.batch.plan import Order  # noqa: PLC0415  # as in run
    from bsc_helpers.batch.planning import prepare  # noqa: PLC0415
    from bsc_helpers.batch.summary import status_lines  # noqa: PLC0415

    plan = prepare(Order(preset=preset, out=out))
    plan.discard()
    for line in status_lines(plan):
        typer.echo(line)
    raise typer.Exit(DONE if plan.nothing_to_do else SOME_FAILED)


@app.command()
def verify(tree: Tree) -> None:
    """Compare every published file with the manifest; exit 1 when one is changed or missing."""
    from bsc_helpers.batch.outputs.output import output_at  # noqa: PLC0415  # as in run
    from bsc_helpers.batch.upkeep import verify as verify_output  # noqa: PLC0415

    found = verify_output(output_at(tree))
    for path, problem in found.problems.items():
        typer.echo(f"{problem}: {path}")
    for path in found.foreign:
        typer.echo(f"not published by a run: {path}")
    typer.echo(f"{tree}: {found.files} files published, {len(found.problems)} changed or missing")
    raise typer.Exit(SOME_FAILED if found.problems else DONE)


@app.command()
def prune(
    folder: Folder,
    *,
    out: Out = "reports",
    really: Annotated[bool, typer.Option("--delete", help="delete it; else it is listed")] = False,
) -> None:
    """List the published reports of what the register has no more, or delete them.

    Only files that a run published and nobody changed since are deleted, never any other.
    """
    from bsc_helpers.batch.outputs.output import output_at  # noqa: PLC0415  # as in run
    from bsc_helpers.batch.upkeep import delete, find_gone  # noqa: PLC0415

    register = load_register(folder)
    card = register.scorecard
    output = output_at(f"{out}/{card.code}")
    found = find_gone(output, register)
    for path in found.changed:
        typer.echo(f"kept, as somebody changed it: {path}")
    for path in found.files:
        typer.echo(f"{'deleted' if really else 'to delete'}: {path}")
    if really:
        delete(output, card, found)
    elif found.files:
        typer.echo(f"{len(found.files)} files; delete them with --delete")


@app.command()
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="a new folder, such as parameters/mine")
    ],
    *,
    name: Annotated[str, typer.Option(help="of the scorecard; by default the folder's")] = "",
    language: Annotated[str, typer.Option(help="of texts and reports: en, sv")] = "en",
) -> None:
    """Start a scorecard from a template with invented figures; it runs as it is."""
    for path in write_new(folder, name, language):
        typer.echo(f"{path}")
    typer.echo(f"Now: bsc check {folder.as_posix()}, then bsc run {folder.as_posix()}/quarter")


@app.command()
def check(folder: Folder) -> None:
    """Print every problem of a register and its data; exit 2 when there is an error."""
    problems = check_folder(folder)
    errors = [problem for problem in problems if not problem.advice]
    for problem in problems:
        typer.echo(f"{'advice' if problem.advice else 'error'}: {problem}")
    typer.echo(f"{folder}: errors: {len(errors)}, advice: {len(problems) - len(errors)}")
    raise typer.Exit(CANNOT_START if errors else DONE)


@app.command()
def table(
    folder: Folder,
    *,
    period: Annotated[
        str, typer.Option(help="only what the reports of this period show, such as 2003-Q4")
    ] = "",
    as_of: Annotated[
        str, typer.Option(help="only figures recorded by this day, such as 2004-02-17")
    ] = "",
    structure: Annotated[
        str,
        typer.Option(
            help="the organisation in which figures of all times count: as-was (each in that of "
            "its own time), today, or that of a day, such as 2002-06-30"
        ),
    ] = AS_WAS,
    what: Annotated[
        str,
        typer.Option(
            help=f"the table: {', '.join(TABLES)}; changes and comparison are of the period "
            "of a report, by default the latest"
        ),
    ] = TABLES[0],
    out: Annotated[Path | None, typer.Option(help="a file ending in .csv or .parquet")] = None,
) -> None:
    """Write a table: one row for each unit, period and measure."""
    evaluated = evaluate_folder(folder, parse_as_of(as_of), structure)
    rows = tidy_table(evaluated.evaluation, period, what)
    if out is None:
        typer.echo(render_csv(rows), nl=False)
    else:
        write_table(rows, out)


@app.command()
def schema(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="an existing folder")],
) -> None:
    """Write the JSON Schemas of the register files, so that editors complete and check them."""
    if not folder.is_dir():
        raise ParameterError(f"{folder}: there is no such folder")
    for name, content in json_schemas().items():
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        write_whole(folder / name, text.encode())
        typer.echo(f"{folder / name}")


def main() -> None:
    """Run the command line; an error is a text and an exit code, never a traceback."""
    try:
        app()
    except BscError as error:
        _refuse(str(error))
    except BrokenPipeError:  # the reader of our output has gone, such as head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(SOME_FAILED)
    except OSError as error:
        _refuse(": ".join(str(part) for part in (error.filename, error.strerror) if part))
    except KeyboardInterrupt:
        _refuse("interrupted", INTERRUPTED)


def _refuse(text: str, code: int = CANNOT_START) -> None:
    typer.echo(text, err=True)
    sys.exit(code)
