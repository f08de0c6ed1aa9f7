"""Tasks on a Dask cluster: real schedulers and workers as processes of this machine."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cluster_tasks import Errand, run_errand
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from distributed import Client
from sample_cluster import Begin, Machines, beginning, wait_until

from bsc_helpers.batch.cluster import connection, dask_pool, everywhere
from bsc_helpers.batch.cluster.address import Certificates, Cluster
from bsc_helpers.batch.cluster.connection import connect
from bsc_helpers.batch.cluster.dask_pool import run_on_dask
from bsc_helpers.batch.outcomes import Outcome
from bsc_helpers.batch.stopping import Stop
from bsc_helpers.errors import RunError


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begin]:
    with beginning(tmp_path) as begin:
        yield begin


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Two workers, which their nannies begin again when they die."""
    with beginning(tmp_path_factory.mktemp("cluster")) as begin:
        yield begin(2, worker=())


def is_empty(client: Client) -> bool:
    """Return whether the scheduler has forgotten every task."""
    return client.run_on_scheduler(lambda dask_scheduler: not dask_scheduler.tasks)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def begun_errands(notes: Path) -> Counter[str]:
    return Counter(path.name.partition("-")[0] for path in notes.iterdir())


def statuses(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(outcome.status for outcome in outcomes)


# --- the way there --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("tcp://10.0.0.1:8786", "leaves this machine unencrypted"),
        ("scheduler.example:8786", "leaves this machine unencrypted"),
        ("tcp://127.0.0.1.example:8786", "leaves this machine unencrypted"),
        ("tls://10.0.0.1:8786", "needs certificates"),
        ("ws://127.0.0.1:8786", "is no address of a cluster"),
        ("inproc://127.0.0.1/1/1", "is no address of a cluster"),
    ],
)
def test_an_unsafe_way_to_a_cluster_is_refused(address: str, reason: str) -> None:
    with pytest.raises(RunError, match=reason), connect(Cluster(address)):
        pass


def test_what_is_told_says_how_a_cluster_is_reached_safely() -> None:
    with pytest.raises(RunError) as told, connect(Cluster("tcp://10.0.0.1:8786")):
        pass
    words = ("tls://", "--tls-ca", "--tls-cert", "--tls-key", "--insecure")
    assert all(word in str(told.value) for word in words)


@pytest.mark.parametrize(
    ("address", "insecure"), [("tcp://127.0.0.1:9", False), ("tcp://127.1.1.1:9", True)]
)
def test_a_cluster_that_does_not_answer_is_told_in_time(
    monkeypatch: pytest.MonkeyPatch, address: str, *, insecure: bool
) -> None:
    monkeypatch.setattr(connection, "ANSWERS_WITHIN", 0.5)
    began = time.monotonic()
    with (
        pytest.raises(RunError, match=f"{address} does not answer"),
        connect(Cluster(address, insecure=insecure)),
    ):
        pass
    assert time.monotonic() - began < 5


def test_a_missing_certificate_is_named(tmp_path: Path) -> None:
    none = tmp_path / "none.pem"
    with (
        pytest.raises(RunError, match=f"there is no file {none}"),
        connect(Cluster("tls://127.0.0.1:9", Certificates(none, none, none))),
    ):
        pass


def test_a_cluster_without_workers_is_refused(begun: Begin) -> None:
    with pytest.raises(RunError, match="has no workers"), connect(Cluster(begun(0).address)):
        pass


def test_a_worker_with_another_version_is_named(
    shared: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everywhere, "version", lambda _: "99.0")
    with (
        pytest.raises(RunError, match=r"the worker tcp://127\.0\.0\.1:\d+ has bsc-helpers 0.*99.0"),
        connect(Cluster(shared.address)),
    ):
        pass


def test_a_scheduler_without_the_package_is_named(
    shared: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'bsc_helpers'")

    monkeypatch.setattr(Client, "_run_on_scheduler", missing)
    with (
        pytest.raises(RunError, match="the scheduler cannot tell: No module named 'bsc_helpers'"),
        connect(Cluster(shared.address)),
    ):
        pass


def written(folder: Path, name: str, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None):  # noqa: ANN201  # what it returns stands in its last line
    """Write a key and a certificate; without an issuer it is an authority of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, signing = issuer or (subject, key)
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(signing, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(pem))
    (folder / f"{name}.key").write_bytes(key.private_bytes(pem, form, plain))
    return subject, key


def test_a_cluster_is_reached_by_those_whom_its_authority_knows(
    tmp_path: Path, begun: Begin, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = written(tmp_path, "ca", None)
    written(tmp_path, "cluster", authority)
    written(tmp_path, "stranger", None)
    ca, cert, key = (tmp_path / name for name in ("ca.pem", "cluster.pem", "cluster.key"))
    names = ("--tls-ca-file", "--tls-cert", "--tls-key")
    files = [text for pair in zip(names, map(str, (ca, cert, key)), strict=True) for text in pair]
    made = begun(1, "--protocol", "tls", *files)
    assert made.address.startswith("tls://")
    with connect(Cluster(made.address, Certificates(ca, cert, key))) as client:
        (outcome,) = run_on_dask([Errand("a", notes)], client, run_errand, Stop())
    assert outcome.status == "done"
    stranger = Certificates(ca, tmp_path / "stranger.pem", tmp_path / "stranger.key")
    monkeypatch.setattr(connection, "ANSWERS_WITHIN", 2)
    for address in (made.address, made.address.replace("tls", "tcp")):
        with pytest.raises(RunError, match="does not answer"):
            connect(Cluster(address, stranger)).__enter__()


# --- the work -------------------------------------------------------------------------------------


def test_each_task_has_one_outcome_and_nothing_is_left_on_the_cluster(
    shared: Machines, notes: Path
) -> None:
    errands = [Errand(f"u{number}", notes, seconds=0) for number in range(60)]
    errands += [Errand("wrong", notes, "raises"), Errand("failed", notes, "fails")]
    packed: list[Errand] = []
    most = 0

    def pack(errand: Errand) -> Errand:
        packed.append(errand)
        return errand

    with connect(Cluster(shared.address)) as client:
        outcomes: list[Outcome] = []
        for outcome in run_on_dask(errands, client, run_errand, Stop(), pack):
            most = max(most, len(packed) - len(outcomes))
            outcomes.append(outcome)
        wait_until(lambda: is_empty(client))
    assert sorted(outcome.job for outcome in outcomes) == sorted(e.job for e in errands)
    reasons = {outcome.job.org_unit: outcome.reason for outcome in outcomes if outcome.reason}
    assert reasons == {"wrong": "ValueError: no such thing", "failed": "a reason"}
    assert set(begun_errands(notes).values()) == {1}
    assert most <= 2 * dask_pool.IN_FLIGHT


def test_a_report_that_kills_its_workers_takes_no_other_along(
    shared: Machines, notes: Path
) -> None:
    deeds = {"b": "dies once", "e": "always dies"}
    errands = [Errand(unit, notes, deeds.get(unit, "")) for unit in "abcdefgh"]
    with connect(Cluster(shared.address)) as client:
        outcomes = list(run_on_dask(errands, client, run_errand, Stop()))
    assert sorted(outcome.job.org_unit for outcome in outcomes) == list("abcdefgh")
    reasons = {outcome.job.org_unit: outcome.reason for outcome in outcomes if outcome.reason}
    assert reasons == {"e": "worker died (1 time, and again alone)"}
    counts = begun_errands(notes)
    assert (counts["b"] > 1, counts["e"]) == (True, 2)


def test_a_worker_killed_from_outside_loses_no_report(shared: Machines, notes: Path) -> None:
    errands = [Errand(f"u{number}", notes, seconds=0.1) for number in range(30)]
    outcomes = []
    with connect(Cluster(shared.address)) as client:
        for outcome in run_on_dask(errands, client, run_errand, Stop()):
            outcomes.append(outcome)
            if len(outcomes) == 5:
                newest = max(notes.iterdir(), key=lambda path: path.stat().st_mtime_ns)
                os.kill(int(newest.name.split("-")[2]), signal.SIGKILL)
    assert statuses(outcomes) == {"done": 30}
    assert {outcome.job for outcome in outcomes} == {errand.job for errand in errands}


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_lost_scheduler_ends_the_run_after_what_was_collected(
    begun: Begin, notes: Path, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals
) -> None:
    monkeypatch.setattr(dask_pool, "ASKED_EVERY", 1.0)
    monkeypatch.setattr(dask_pool, "ANSWERS_WITHIN", 8.0)
    made = begun(1)
    errands = [Errand(f"u{number}", notes) for number in range(200)]
    outcomes: list[Outcome] = []
    lost_at: list[float] = []

    def collect(client: Client) -> None:
        for outcome in run_on_dask(errands, client, run_errand, Stop()):
            outcomes.append(outcome)
            if len(outcomes) == 5:
                made.scheduler.send_signal(sign)
                lost_at.append(time.monotonic())

    with connect(Cluster(made.address)) as client:
        with pytest.raises(RunError, match="the cluster is lost"):
            collect(client)
        assert time.monotonic() - lost_at[0] < 20
        made.scheduler.send_signal(signal.SIGCONT)
    assert 5 <= len(outcomes) < 200
    assert statuses(outcomes) == {"done": len(outcomes)}
    assert len({outcome.job for outcome in outcomes}) == len(outcomes)


def test_a_cluster_that_stays_without_workers_ends_the_run(
    begun: Begin, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_pool, "ASKED_EVERY", 0.2)
    monkeypatch.setattr(dask_pool, "WORKERS_BACK_WITHIN", 1.0)
    made = begun(1)
    errands = [Errand("a", notes, "always dies"), Errand("b", notes)]
    with (
        connect(Cluster(made.address)) as client,
        pytest.raises(RunError, match="no worker is left"),
    ):
        list(run_on_dask(errands, client, run_errand, Stop()))


def test_after_a_first_failure_nothing_new_is_begun_where_that_was_asked_for(
    shared: Machines, notes: Path
) -> None:
    errands = [Errand("a", notes, "fails"), *(Errand(f"u{n}", notes) for n in range(40))]
    with connect(Cluster(shared.address)) as client:
        outcomes = list(run_on_dask(errands, client, run_errand, Stop(at_failure=True)))
    counts = statuses(outcomes)
    assert (len(outcomes), counts["failed"]) == (41, 1)
    assert counts["skipped"] > 20
    assert counts["done"] + counts["failed"] == len(begun_errands(notes))


def test_an_interrupt_gives_up_what_is_running_at_once(shared: Machines, notes: Path) -> None:
    errands = [Errand(f"u{number}", notes, seconds=4) for number in range(9)]
    stop = Stop()
    ended: list[float] = []

    def end() -> None:
        wait_until(lambda: bool(begun_errands(notes)))
        ended.append(time.monotonic())
        stop.at_once()

    with connect(Cluster(shared.address)) as client:
        person = threading.Thread(target=end)
        person.start()
        outcomes = list(run_on_dask(errands, client, run_errand, stop))
        person.join()
        assert time.monotonic() - ended[0] < 3
        wait_until(lambda: is_empty(client))
    assert statuses(outcomes) == {"skipped": 9}
