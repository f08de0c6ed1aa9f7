"""Execute one notebook for one report and render it; nothing is published here."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines

from bsc_helpers.batch.jobs import Job
from bsc_helpers.batch.kernel import (
    KERNEL_NAME,
    NOT_ENDED,
    KernelEnd,
    PrivateKernelManager,
    end_kernel,
    kernel_arguments,
    kernel_config,
)
from bsc_helpers.batch.outcomes import CellPlace, FailureKind, Outcome, Rendered, Spent, one_line
from bsc_helpers.batch.replaying import replayed
from bsc_helpers.errors import BscError
from bsc_helpers.model import Format
from bsc_helpers.publishing import Document, document_of, render_html, render_pdf, render_workbook
from bsc_helpers.publishing.pdf import missing_characters

__all__ = ["Task", "run_task"]

ENDED = "the notebook ended itself"
START_TIMEOUT = 120
INJECTED = "injected-parameters"
SHOWN: Mapping[Format, str] = {"html": "HTML", "pdf": "PDF", "xlsx": "Excel"}
KINDS: Mapping[str, FailureKind] = {
    "DataError": "data",
    "RegisterError": "data",
    "MemoryError": "memory",
    "_ArrayMemoryError": "memory",  # of numpy
    "SystemExit": "ended",
}

# Errors of the system that may have passed when it is tried again.
PASSING = (errno.EIO, errno.EAGAIN, errno.EBUSY, errno.ESTALE, errno.ETIMEDOUT, errno.ECONNRESET)


@dataclass(frozen=True)
class Task:
    """A job with everything its execution needs; it travels to another process.

    Attributes
    ----------
    job
        Which report.
    notebook
        The notebook to execute.
    parameters
        What its parameters cell is replaced with.
    formats
        The formats to render.
    executed
        Where the executed notebook is kept.
    timeout
        Seconds for the whole report.
    names
        The name of the file of each format; the page links to those beside it.
    key
        The hash of everything that the report is made from: its name until it is published.
    memory
        Bytes that the report may ask for; 0 for no bound.
    again
        Whether only what people said is new: then no kernel is needed.
    private
        A short folder for the kernel alone; removed by whoever made it.
    """

    job: Job
    notebook: Path
    parameters: Mapping[str, str]
    formats: tuple[Format, ...]
    executed: Path
    timeout: float
    names: Mapping[Format, str] = field(default_factory=dict)
    key: str = ""
    memory: int = 0
    again: bool = False
    private: Path = Path()

    @property
    def seed(self) -> int:
        """Where the random numbers of the report begin: its own place, the same in each run."""
        return int.from_bytes(sha256(repr(self.job.key).encode()).digest()[:4])


class _CellError(BscError):
    """A cell that did not do what it should; the text names it."""

    def __init__(
        self, text: str, kind: FailureKind, cell: CellPlace, *, transient: bool = False
    ) -> None:
        super().__init__(text)
        self.kind, self.cell, self.transient = kind, cell, transient


@dataclass
class _Watch:
    """What happened cell by cell, noted from the kernel's own replies.

    The state that papermill notes in the notebook is no evidence: after the death of a kernel it
    says that all cells were completed.
    """

    number: int = 0  # of the cell as the author counts it, without the injected one
    lines: dict[int, str] = field(default_factory=dict)  # the first one of each cell
    injected: int = 0
    replies: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    kernel: KernelEnd = NOT_ENDED
    notebook: NotebookNode | None = None

    def end_kernel(self, task: Task) -> None:
        """End the kernel, if it has not ended, and note how it did and what it used."""
        ended = end_kernel(task.private)
        if ended != NOT_ENDED:
            self.kernel = ended

    def began(self, notebook: NotebookNode) -> None:
        """Note the notebook that is executed; its cells get their outputs in place."""
        self.notebook = notebook

    def keep(self, task: Task) -> None:
        """Write the notebook as far as it was executed into the private work area."""
        if self.notebook is not None:
            with suppress(OSError):  # it is not part of the report
                task.executed.write_bytes(json.dumps(self.notebook, ensure_ascii=False).encode())

    def started(self, cell: NotebookNode, cell_index: int) -> None:
        """Note the cell that now begins."""
        self.injected += INJECTED in cell.metadata.get("tags", [])
        self.number = cell_index + 1 - self.injected
        self.lines[self.number] = _first_line(cell)

    def executed(self, cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
        """Note what the kernel replied."""
        del cell  # the hook's signature
        self.replies[cell_index] = execute_reply["content"] if execute_reply else {}

    @property
    def cell(self) -> CellPlace | None:
        """The cell in which it ended."""
        number = self.ended or self.number
        return CellPlace(number, self.lines.get(number, "")) if number else None

    @property
    def ended(self) -> int | None:
        """The cell in which the notebook asked to end; its kernel may die in the next one."""
        asked = (index for index, reply in self.replies.items() if _asks_to_end(reply))
        return next((index + 1 - self.injected for index in asked), None)


def run_task(task: Task) -> Outcome:
    """Execute and render one report; whatever goes wrong becomes the reason of its failure."""
    began, cpu = time.monotonic(), time.process_time()
    watch = _Watch()
    try:
        outcome = _outcome(task, watch)
    finally:
        watch.end_kernel(task)
        watch.keep(task)
    spent = Spent(
        seconds=time.monotonic() - began,
        cpu=time.process_time() - cpu + watch.kernel.cpu,
        peak=watch.kernel.peak,
    )
    return replace(outcome, again=task.again, spent=spent)


def _outcome(task: Task, watch: _Watch) -> Outcome:
    try:
        rendered = _render(document_of(_notebook(task, watch)), task)
    except _CellError as error:
        return Outcome.failed(task.job, error, error.kind, error.cell, transient=error.transient)
    except BscError as error:
        return Outcome.failed(task.job, error, "publishing")
    except Exception as error:  # noqa: BLE001  # one bad report must not take the others along
        watch.end_kernel(task)
        reason, kind = _reason(error, watch, task.timeout)
        transient = _is_transient(error, kind, watch.kernel)
        return Outcome.failed(task.job, reason, kind, watch.cell, transient=transient)
    return Outcome(task.job, "done", rendered=rendered)


def _notebook(task: Task, watch: _Watch) -> NotebookNode:
    """Return the executed notebook as its author counts its cells."""
    if task.again:
        return replayed(task.notebook, task.parameters)
    notebook = _execute(task, watch)
    _check_executed(notebook, watch)
    return _as_written(notebook)


def _execute(task: Task, watch: _Watch) -> NotebookNode:
    """Execute the notebook in papermill's two steps: its parameters, then its engine.

    In one step papermill would write the notebook out in the end, which takes longer than all
    that it does before.
    """
    deadline = time.monotonic() + task.timeout
    prepared = papermill.execute_notebook(
        _literal(task.notebook),
        None,
        dict(task.parameters),
        kernel_name=KERNEL_NAME,
        language="python",
        prepare_only=True,
    )
    executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
        None,
        prepared,
        KERNEL_NAME,
        output_path=None,
        progress_bar=False,
        log_output=False,
        start_timeout=START_TIMEOUT,
        config=kernel_config(task.private),
        kernel_manager_class=PrivateKernelManager,
        extra_arguments=kernel_arguments(task.memory, task.seed),
        shutdown_kernel="immediate",
        timeout_func=lambda _cell: max(1, int(deadline - time.monotonic())),
        on_notebook_start=watch.began,
        on_cell_start=watch.started,
        on_cell_executed=watch.executed,
    )
    return executed


def _literal(path: Path) -> str:
    # papermill reads a path as a format string
    return str(path).replace("{", "{{").replace("}", "}}")


def _check_executed(notebook: NotebookNode, watch: _Watch) -> None:
    number = 0
    for index, cell in enumerate(notebook.cells):
        number += INJECTED not in cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        place = CellPlace(number, _first_line(cell))
        for output in cell.outputs:
            if output.output_type == "error":
                text = f"{output.ename}: {output.evalue} (cell {number})"
                passing = any(f"[Errno {number}]" in output.evalue for number in PASSING)
                raise _CellError(text, KINDS.get(output.ename, "cell"), place, transient=passing)
        reply = watch.replies.get(index)
        if reply is None or reply.get("status") != "ok":
            raise _CellError(f"cell {number} was not executed to its end", "killed", place)
        if _asks_to_end(reply):
            raise _CellError(f"{ENDED} (cell {number})", "ended", place)


def _first_line(cell: NotebookNode) -> str:
    return one_line(next((line for line in cell.source.splitlines() if line.strip()), ""))


def _asks_to_end(reply: Mapping[str, Any]) -> bool:
    return any(part.get("source") == "ask_exit" for part in reply.get("payload", ()))


def _as_written(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without the injected cell, so that messages count as its author does."""
    kept = [cell for cell in notebook.cells if INJECTED not in cell.metadata.get("tags", [])]
    whole = copy(notebook)
    whole.cells = kept
    return whole


def _render(document: Document, task: Task) -> Rendered:
    others = [(SHOWN[form], name) for form, name in task.names.items() if form != "html"]
    renderers: dict[Format, Callable[[], bytes]] = {
        "html": lambda: render_html(document, others).encode(),
        "pdf": lambda: render_pdf(document),
        "xlsx": lambda: render_workbook(document),
    }
    files = {form: renderers[form]() for form in task.formats}
    warnings = (*document.warnings, *_not_printed(document, task.formats))
    return Rendered(document.title, files, warnings)


def _not_printed(document: Document, formats: tuple[Format, ...]) -> tuple[str, ...]:
    """Return a warning when the PDF lacks characters of the page."""
    lacking = sorted(missing_characters(document)) if "pdf" in formats else []
    shown = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking)
    return (f"the PDF shows □ instead of {shown}",) if lacking else ()


def _reason(error: Exception, watch: _Watch, timeout: float) -> tuple[str, FailureKind]:
    place = f" (cell {watch.number})" if watch.number else ""
    if isinstance(error, CellTimeoutError):
        return f"timeout: not done after {timeout:g} seconds{place}", "timeout"
    if isinstance(error, DeadKernelError):
        if watch.ended is None:
            ending = watch.kernel.ending
            return f"kernel died{place}" + f": {ending}" * bool(ending), "killed"
        return f"{ENDED} (cell {watch.ended})", "ended"
    if isinstance(error, MemoryError):
        return f"more memory was needed than a report may have{place}", "memory"
    if isinstance(error, RuntimeError) and "Kernel" in str(error) and not watch.number:
        return f"kernel did not start: {error}", "start"
    return f"{type(error).__name__}: {error}{place}", "worker"


def _is_transient(error: Exception, kind: FailureKind, kernel: KernelEnd) -> bool:
    """Whether a failure says nothing of the report: another attempt may go well."""
    if isinstance(error, OSError):
        return error.errno in PASSING
    return kind == "start" or (kind == "killed" and kernel.ending == "SIGKILL")
