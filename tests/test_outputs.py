"""Where editions are published: a folder, a store in memory, and S3 on this machine."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import fsspec
import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from bsc_helpers.batch.outputs import remote_lock
from bsc_helpers.batch.outputs.output import Output, output_at
from bsc_helpers.batch.outputs.owner import LOCK, Owner, owner_in, this_process
from bsc_helpers.batch.outputs.store import Store
from bsc_helpers.errors import RunError

SECRET = "a-secret-of-this-test"  # noqa: S105  # that is the point
BUCKET = "reports"
PAGE = "2003-Q4/askim/page.html"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with closing(HTTPConnection(host, port)) as connection:
        connection.request("PUT", f"/{BUCKET}")
        assert connection.getresponse().status == 200
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    for name, text in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(name, text)
    return f"s3://{BUCKET}/{os.urandom(6).hex()}/goteborg"


@pytest.fixture
def memory() -> str:
    return f"memory://{os.urandom(6).hex()}/goteborg"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports" / "goteborg"
    made.mkdir(parents=True)
    return made


@pytest.fixture(params=["folder", "memory", "s3"])
def place(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=["memory", "s3"])
def remote(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def spool(tmp_path: Path) -> Callable[[str, bytes], Path]:
    (tmp_path / "spool").mkdir(mode=0o700)

    def spooled(name: str, data: bytes) -> Path:
        path = tmp_path / "spool" / name
        path.write_bytes(data)
        path.chmod(0o600)
        return path

    return spooled


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".bsc-*") if path.name != LOCK)


# --- every place ----------------------------------------------------------------------------------


def test_what_is_written_is_read_again(place: str) -> None:
    output = output_at(place)
    output.check()
    assert output.name == place
    assert (output.read(PAGE), output.digest(PAGE), list(output.paths())) == (None, None, [])
    output.write(PAGE, b"old")
    output.write(PAGE, "nytt å".encode())
    assert output.read(PAGE) == "nytt å".encode()
    assert output.digest(PAGE) == hashlib.sha256("nytt å".encode()).hexdigest()


def test_names_with_spaces_and_letters_of_any_kind_are_kept(place: str) -> None:
    output = output_at(place)
    names = sorted(["2003-Q4/a b/å'%41+.html", "index.html", "2003-Q4/" + "x" * 200])
    for name in names:
        output.write(name, name.encode())
    assert list(output.paths()) == names
    assert [output.read(name) for name in names] == [name.encode() for name in names]


def test_the_files_of_an_edition_are_taken_together(
    place: str, spool: Callable[[str, bytes], Path]
) -> None:
    output = output_at(place)
    output.write(PAGE, b"old")
    workbook = PAGE.replace(".html", ".xlsx")
    output.take({PAGE: spool("1", b"new"), workbook: spool("2", b"figures")})
    assert (output.read(PAGE), output.read(workbook)) == (b"new", b"figures")
    assert list(output.paths()) == [PAGE, workbook]


def test_a_file_is_removed_and_a_missing_one_is_no_error(place: str) -> None:
    output = output_at(place)
    output.check()
    output.write(PAGE, b"")
    output.write("index.html", b"")
    output.remove(PAGE)
    output.remove(PAGE)
    output.remove("nothing/like/this.html")
    assert list(output.paths()) == ["index.html"]


@pytest.mark.parametrize(
    "path", ["", "../x", "a/../../x", "/etc/x", "..\\x", "C:\\x", "\\\\srv\\s"]
)
def test_a_path_that_leads_out_is_refused(place: str, path: str) -> None:
    output = output_at(place)
    for use in (output.read, output.remove, lambda path: output.write(path, b"")):
        with pytest.raises(RunError, match="is no path below"):
            use(path)


def test_unfinished_and_hidden_files_are_not_listed_and_the_unfinished_are_removed(
    place: str,
) -> None:
    output = output_at(place)
    output.write("2003/.bsc-1.part", b"left")
    output.write("notes.txt", b"foreign")
    with output.only_writer():
        assert list(output.paths()) == ["notes.txt"]
        output.clean()
        assert output.read("2003/.bsc-1.part") is None
        with pytest.raises(RunError), output_at(place).only_writer():
            pass
    assert output.read("notes.txt") == b"foreign"


def test_a_second_run_is_refused_at_once_and_told_who_writes(place: str) -> None:
    first, second = output_at(place), output_at(place)
    with first.only_writer():
        began = time.monotonic()
        for _ in range(2):  # to be refused changes nothing
            with pytest.raises(RunError, match="another run is writing") as told:
                second.only_writer().__enter__()
        assert time.monotonic() - began < 5
        words = (place, f"process {os.getpid()} on ", f", since {time.strftime('%Y')}")
        assert all(word in str(told.value) for word in words)
    with second.only_writer():
        pass


def test_two_places_are_written_at_once(place: str) -> None:
    with output_at(place).only_writer(), output_at(f"{place}-2").only_writer():
        pass


def test_of_many_that_begin_at_once_one_writes(place: str) -> None:
    ready, stay, held, refused = threading.Barrier(6), threading.Event(), [], []

    def begin() -> None:
        output = output_at(place)
        output.check()  # so that all are connected when they begin
        ready.wait()
        try:
            with output.only_writer():
                held.append(output)
                stay.wait()
        except RunError as error:
            refused.append(error)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(held) + len(refused) < 6 and time.monotonic() < deadline:
        time.sleep(0.02)
    stay.set()
    for thread in threads:
        thread.join()
    assert (len(held), len(refused)) == (1, 5)


# --- stores ---------------------------------------------------------------------------------------


def owned(place: str) -> Owner | None:
    return owner_in(Store(place).read(LOCK))


def leave_lock(place: str, age: float) -> Owner:
    now = this_process()
    dead = now.model_copy(update={"pid": 4711, "renewed": now.renewed - age})
    Store(place).put(LOCK, dead.as_bytes())
    return dead


def test_a_lock_in_a_store_that_nobody_renewed_is_taken_over(
    remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_lock, "SETTLED_AFTER", 0.1)
    leave_lock(remote, age=remote_lock.STALE_AFTER - 60)
    with pytest.raises(RunError, match="process 4711 on"):
        output_at(remote).only_writer().__enter__()
    leave_lock(remote, age=remote_lock.STALE_AFTER + 60)
    with output_at(remote).only_writer():
        owner = owned(remote)
        assert owner is not None
        assert owner.pid == os.getpid()
    assert owned(remote) is None


def test_of_many_that_take_over_at_once_one_writes(
    remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_lock, "SETTLED_AFTER", 1.0)
    leave_lock(remote, age=remote_lock.STALE_AFTER + 60)
    test_of_many_that_begin_at_once_one_writes(remote)


def test_a_lock_in_a_store_is_renewed_while_the_run_lasts(
    remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_lock, "RENEWED_EVERY", 0.05)
    with output_at(remote).only_writer():
        before = owned(remote)
        time.sleep(0.4)
        after = owned(remote)
    assert before is not None
    assert after is not None
    assert (after.token, after.started) == (before.token, before.started)
    assert after.renewed > before.renewed


def test_who_lost_the_lock_writes_nothing_more_and_leaves_it_to_the_other(
    remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_lock, "RENEWED_EVERY", 0.05)
    output = output_at(remote)
    with output.only_writer():
        other = leave_lock(remote, age=0)
        time.sleep(0.4)
        with pytest.raises(RunError, match="another run took over"):
            output.write(PAGE, b"late")
    assert owned(remote) == other
    assert output.read(PAGE) is None


def test_a_store_that_says_otherwise_that_an_object_exists_is_understood(
    s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = S3FileSystem.pipe_file

    def other_words(*given: Any, **options: Any) -> None:
        try:
            written(*given, **options)
        except FileExistsError:
            raise OSError(errno.EINVAL, "At least one of the pre-conditions did not hold") from None

    monkeypatch.setattr(S3FileSystem, "pipe_file", other_words)
    assert [Store(s3).create(LOCK, b""), Store(s3).create(LOCK, b"")] == [True, False]


def test_a_browser_is_told_what_kind_of_file_it_gets(s3: str) -> None:
    output_at(s3).write(PAGE, b"<!doctype html>")
    files = fsspec.filesystem("s3", skip_instance_cache=True)
    assert files.info(f"{s3}/{PAGE}")["ContentType"] == "text/html"


def told_by_check(place: str) -> str:
    with pytest.raises(RunError) as told:
        output_at(place).check()
    assert told.value.__cause__ is None
    assert str(told.value).startswith(f"{place}: ")
    assert SECRET not in str(told.value)
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_missing_bucket_is_told(s3: str) -> None:
    del s3  # its server and settings are used
    assert told_by_check("s3://no-such-bucket/bsc").endswith("The specified bucket does not exist")


def test_missing_credentials_are_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "Unable to locate credentials" in told_by_check(s3)


def test_a_store_that_cannot_be_reached_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")  # only to be quick
    assert "Could not connect" in told_by_check(s3)


def test_a_forbidden_place_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(f"Access Denied: http://me:{SECRET}@host/x?X-Amz-Signature={SECRET}")

    monkeypatch.setattr(S3FileSystem, "pipe_file", forbidden)
    assert told_by_check(s3).endswith("Access Denied: http://host/x")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (f"s3://key:{SECRET}@bucket/bsc", "holds no password"),
        (f"s3://bucket/bsc?token={SECRET}", "holds no password"),
        ("s3:///bsc", "names no bucket"),
        ("nowhere://bucket/bsc", "Protocol not known"),
        ("file://server/share", "names no folder of this machine"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(place: str, reason: str) -> None:
    with pytest.raises(RunError, match=reason) as told:
        output_at(place)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("missing", ["fsspec", "s3fs"])
def test_without_the_extra_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "bsc_helpers.batch.outputs.remote")
    monkeypatch.delitem(sys.modules, "bsc_helpers.batch.outputs.store")
    if missing == "s3fs":
        loaded = sys.modules["fsspec.registry"]._registry  # noqa: SLF001  # no door to it
        monkeypatch.delitem(loaded, "s3", raising=False)
    with pytest.raises(RunError, match=r'pip install "bsc-helpers\[remote\]"'):
        output_at("s3://bucket/bsc")


# --- folders --------------------------------------------------------------------------------------


def test_a_file_address_is_a_folder(folder: Path) -> None:
    spaced = folder / "a b"
    output_at(spaced.as_uri()).write("x.html", b"x")
    assert (spaced / "x.html").read_bytes() == b"x"


def test_a_folder_that_cannot_be_made_is_refused_with_path_and_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    output = output_at(str(tmp_path / "file" / "goteborg"))
    for refused in (output.check, lambda: output.only_writer().__enter__()):
        with pytest.raises(RunError, match=r"file/goteborg cannot be written: \w+"):
            refused()


def test_a_check_leaves_nothing_behind(folder: Path) -> None:
    output_at(str(folder)).check()
    assert list(folder.iterdir()) == []


def test_taken_files_are_moved_readable_for_all_and_on_the_disk(
    folder: Path, spool: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(number: int) -> None:
        calls.append("sync folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "sync file")
        sync(number)

    def noted_replace(*names: Any) -> None:
        calls.append("hide" if str(names[1]).endswith(".part") else "show")
        replace(*names)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    made = [spool("1", b"1"), spool("2", b"2")]
    output_at(str(folder)).take(dict(zip(["a.html", "a.pdf"], made, strict=True)))
    assert calls == ["hide", "hide", "show", "show", "sync folder"]
    assert [path.exists() for path in made] == [False, False]
    before = os.umask(0o022)
    os.umask(before)
    assert stat.S_IMODE((folder / "a.html").stat().st_mode) == 0o666 & ~before


def from_another_disk(monkeypatch: pytest.MonkeyPatch, reason: int = errno.EXDEV) -> None:
    replace = os.replace

    def crossing(source: Path, target: Path) -> None:
        if "spool" in Path(source).parts:
            raise OSError(reason, os.strerror(reason))
        replace(source, target)

    monkeypatch.setattr(os, "replace", crossing)


def test_files_from_another_disk_are_copied_and_secured_before_any_is_shown(
    folder: Path, spool: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from_another_disk(monkeypatch)
    output = output_at(str(folder))
    output.take({"a.html": spool("1", b"1"), "a.pdf": spool("2", b"2")})
    assert [output.read(path) for path in output.paths()] == [b"1", b"2"]
    assert hidden(folder) == []


@pytest.mark.parametrize("path", ["a.html", "a.pdf"])
def test_when_the_disk_is_full_an_edition_stays_as_it_was(
    folder: Path,
    spool: Callable[[str, bytes], Path],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    output = output_at(str(folder))
    output.write("a.html", b"old")
    output.write("a.pdf", b"old")
    from_another_disk(monkeypatch)
    sync, full = os.fsync, iter([path == "a.html", True])

    def full_disk(number: int) -> None:
        if next(full):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(number)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left") as told:
        output.take({"a.html": spool("1", b"new"), "a.pdf": spool("2", b"new")})
    assert told.value.filename == str(folder / path)
    assert [output.read(name) for name in ("a.html", "a.pdf")] == [b"old", b"old"]
    assert hidden(folder) == []


def test_a_full_disk_refuses_a_run_with_path_and_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(RunError, match="goteborg cannot be written: No space left on device"):
        output_at(str(folder)).only_writer().__enter__()
    monkeypatch.undo()
    with output_at(str(folder)).only_writer():
        pass


def test_a_spooled_file_that_cannot_be_moved_leaves_nothing(
    folder: Path, spool: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from_another_disk(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output error"):
        output_at(str(folder)).take({"a.html": spool("1", b"1")})
    assert list(folder.iterdir()) == []


def test_a_link_is_replaced_when_written_and_never_read(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_bytes(b"outside")
    (folder / "page.html").symlink_to(outside)
    output = output_at(str(folder))
    assert output.read("page.html") is None
    output.write("page.html", b"new")
    assert (output.read("page.html"), outside.read_bytes()) == (b"new", b"outside")


def test_a_folder_that_leads_out_is_neither_written_nor_read_nor_cleared(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "page.html").write_bytes(b"theirs")
    (folder / "2003-Q4").symlink_to(tmp_path / "elsewhere")
    output = output_at(str(folder))
    for use in (output.remove, lambda path: output.write(path, b"")):
        with pytest.raises(RunError, match="leads out of"):
            use("2003-Q4/page.html")
    assert output.read("2003-Q4/page.html") is None
    assert list(output.paths()) == []
    assert (tmp_path / "elsewhere" / "page.html").read_bytes() == b"theirs"


def test_a_scorecards_own_folder_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "goteborg").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RunError, match="leads out of"):
        output_at(str(tmp_path / "reports" / "goteborg")).check()


def test_empty_folders_go_with_their_last_file_and_foreign_files_stay(folder: Path) -> None:
    output = output_at(str(folder))
    for path in (PAGE, "2003-Q4/lundby/page.html"):
        output.write(path, b"")
    (folder / "2003-Q4" / "lundby" / "notes.txt").touch()
    output.remove(PAGE)
    output.remove("2003-Q4/lundby/page.html")
    assert list(output.paths()) == ["2003-Q4/lundby/notes.txt"]
    assert not (folder / "2003-Q4" / "askim").exists()
    (folder / "2003-Q4" / "lundby" / "notes.txt").unlink()
    output.write(PAGE, b"")
    (folder / "2003-Q4" / "lundby").rmdir()
    output.remove(PAGE)
    assert list(folder.iterdir()) == []


HOLD = """
import sys
from bsc_helpers.batch.outputs.output import output_at
with output_at(sys.argv[1]).only_writer():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", HOLD, str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        )
        assert process.stdin is not None
        assert process.stdout is not None
        stack.enter_context(closing(process.stdin))
        assert process.stdout.readline() == b"held\n"
        yield process


def test_a_killed_owner_holds_a_folder_no_longer(
    folder: Path, holder: subprocess.Popen[bytes]
) -> None:
    output = output_at(str(folder))
    with pytest.raises(RunError, match=f"process {holder.pid} on "):
        output.only_writer().__enter__()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert hidden(folder) == [".bsc-owner.json"]
    with output.only_writer():
        owner = owner_in(output.read(".bsc-owner.json"))
        assert owner is not None
        assert owner.pid == os.getpid()
    assert hidden(folder) == []
    assert list(output.paths()) == []


def test_both_kinds_of_place_are_outputs(folder: Path) -> None:
    places: list[Output] = [output_at(str(folder)), output_at("memory://x")]
    assert [place.name for place in places] == [str(folder), "memory://x"]
