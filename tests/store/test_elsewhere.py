"""Promises about folders by address, against a real S3 server on loopback: equal bytes, and a list that comes last."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from waybill import store
from waybill.store import mirror
from waybill.store.folders import RemoteFolder, folder_at

pytest.importorskip("s3fs", reason="the extra `s3` is not installed")
ROOT = Path(__file__).resolve().parents[2]
moto = pytest.importorskip("moto.server", reason="moto, of the extra `dev`, is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A file system over a new bucket `desk`, found through the environment, as a user's would be."""
    import s3fs

    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": "of-tests",
        "AWS_DEFAULT_REGION": "us-east-1",
        "WAYBILL_STAGE": str(tmp_path / "stages"),
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.mkdir("desk")
    yield system
    system.rm("desk", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def there(bucket: Any, release_id: str) -> dict[str, bytes]:
    names = bucket.find(f"desk/processed/releases/{release_id}")
    return {name.rpartition("/")[2]: bucket.cat_file(name) for name in names if name.endswith(".parquet")}


def listed(bucket: Any) -> list[str]:
    index = json.loads(bucket.cat_file("desk/processed/releases.json"))
    return [entry["release_id"] for entry in index["releases"]]


def test_a_file_address_is_a_path(raw: Path, tmp_path: Path) -> None:
    report = store.build(f"file://{raw}", f"file://{tmp_path / 'out'}")
    assert report.status == "published" and report.documents == 12
    assert store.verify(tmp_path / "out", raw=f"file://{raw}") == ()
    assert folder_at("raw") == Path("raw") and isinstance(folder_at("s3://desk"), RemoteFolder)


def test_reports_and_releases_elsewhere_give_the_bytes_of_a_local_build(bucket: Any, raw: Path, tmp_path: Path) -> None:
    (raw / "03.meta.yml").write_text("publisher: Quay Letter\n")
    (raw / "lost.meta.yml").write_text("publisher: Nobody\n")
    bucket.put(str(raw), "desk/reports", recursive=True)
    here = store.build(raw, tmp_path / "out")
    elsewhere = store.build("s3://desk/reports", "s3://desk/processed/")
    assert (here.status, elsewhere.status) == ("published", "published")
    assert here.quarantined == elsewhere.quarantined and len(here.quarantined) == 1
    assert there(bucket, elsewhere.release_id) == tables(tmp_path / "out" / "latest")
    assert bucket.cat_file("desk/processed/latest") == f"releases/{elsewhere.release_id}\n".encode()
    assert not bucket.exists("desk/processed/.lock")
    assert store.verify(mirror.stage_of(RemoteFolder("s3://desk/processed")), raw="s3://desk/reports") == ()
    assert store.build("s3://desk/reports", "s3://desk/processed").status == "unchanged"


def test_another_machine_goes_on_from_what_stands_there(
    bucket: Any, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second machine has no stage and no cache: it fetches the history, and its release follows the first."""
    bucket.put(str(raw), "desk/reports", recursive=True)
    first = store.build("s3://desk/reports", "s3://desk/processed")
    store.build(raw, tmp_path / "out")
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    bucket.put_file(str(raw / "12.txt"), "desk/reports/12.txt")
    monkeypatch.setenv("WAYBILL_STAGE", str(tmp_path / "other machine"))
    second = store.build("s3://desk/reports", "s3://desk/processed")
    store.build(raw, tmp_path / "out")
    assert listed(bucket) == [first.release_id, second.release_id]
    assert there(bucket, second.release_id) == tables(tmp_path / "out" / "latest")
    fetched = tmp_path / "fetched"
    mirror.fetch(RemoteFolder("s3://desk/processed"), fetched, with_newest=True)
    assert store.verify(fetched, raw="s3://desk/reports") == ()


class Cut(BaseException):
    """The machine dies: nothing is caught, nothing tidied."""


def test_a_run_cut_off_anywhere_leaves_the_last_release_and_the_next_one_completes(
    bucket: Any, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut before every seventh write (WAYBILL_CUT_STEP=1: before each); the list names whole releases only."""
    bucket.put(str(raw), "desk/reports", recursive=True)
    store.build("s3://desk/reports", "s3://desk/processed")
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    bucket.put_file(str(raw / "12.txt"), "desk/reports/12.txt")
    known = listed(bucket)
    send, write = RemoteFolder.send, RemoteFolder.write
    survived = tried = 0
    for step in range(0, 200, int(os.environ.get("WAYBILL_CUT_STEP", "7"))):
        left = [step]

        def count_down(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Cut

        def cut_send(self: RemoteFolder, path: Path, name: str, check: Any = count_down) -> None:
            check()
            send(self, path, name)

        def cut_write(
            self: RemoteFolder, name: str, content: bytes, only_new: bool = False, check: Any = count_down
        ) -> None:
            check()
            write(self, name, content, only_new)

        monkeypatch.setattr(RemoteFolder, "send", cut_send)
        monkeypatch.setattr(RemoteFolder, "write", cut_write)
        monkeypatch.setattr(mirror, "_is_stale", lambda holder: True)  # the dead machine's lock
        try:
            store.build("s3://desk/reports", "s3://desk/processed")
        except Cut:
            tried += 1
        else:
            break
        for release_id in listed(bucket):
            manifest = json.loads(bucket.cat_file(f"desk/processed/releases/{release_id}/manifest.json"))
            for name in manifest["files"]:
                assert bucket.exists(f"desk/processed/releases/{release_id}/{name}"), (step, name)
        survived += 1
    print(f"survived/tried: {survived}/{tried} cuts of a release that is being sent")
    assert tried >= 5 and survived == tried
    monkeypatch.setattr(RemoteFolder, "send", send)
    monkeypatch.setattr(RemoteFolder, "write", write)
    assert len(listed(bucket)) == len(known) + 1
    fetched = tmp_path / "fetched"
    mirror.fetch(RemoteFolder("s3://desk/processed"), fetched, with_newest=True)
    assert store.verify(fetched, raw="s3://desk/reports") == ()
    releases = {name.split("/")[3] for name in bucket.find("desk/processed/releases")}
    assert releases == set(listed(bucket)), "what no list names is removed"


def test_one_writer_at_a_time_among_machines(bucket: Any, raw: Path) -> None:
    holder = {"host": "another-machine", "pid": 7, "start": 1, "at": 4e9}
    bucket.pipe_file("desk/processed/.lock", json.dumps(holder).encode())
    with pytest.raises(store.Locked, match="process 7 on another-machine is writing"):
        store.build(raw, "s3://desk/processed")
    bucket.pipe_file("desk/processed/.lock", json.dumps({**holder, "at": 1.0}).encode())
    assert store.build(raw, "s3://desk/processed").status == "published", "a lock older than a day holds nobody up"


def test_reports_that_did_not_change_are_not_fetched_again(
    bucket: Any, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put(str(raw), "desk/reports", recursive=True)
    out = tmp_path / "out"
    store.build("s3://desk/reports", out)
    bucket.pipe_file("desk/reports/05.txt", b"Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    asked: list[str] = []
    read_all = RemoteFolder.read_all

    def watched(self: RemoteFolder, names: Any) -> Any:
        wanted = list(names)
        asked.extend(wanted)
        return read_all(self, wanted)

    monkeypatch.setattr(RemoteFolder, "read_all", watched)
    report = store.build("s3://desk/reports", out)
    assert report.status == "published" and report.documents_read == 1
    assert set(asked) == {"05.txt"}


def test_what_is_not_there_is_said(bucket: Any, raw: Path, tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match="no such folder, or nothing in it"):
        store.build("s3://desk/nothing", tmp_path / "out")
    with pytest.raises(store.StoreError, match="no such kind of address"):
        store.build("nowhere://desk", tmp_path / "out")


def test_the_command_takes_addresses(bucket: Any, raw: Path, tmp_path: Path) -> None:
    bucket.put(str(raw), "desk/reports", recursive=True)
    folders = ["--raw", "s3://desk/reports", "--out", "s3://desk/processed"]
    command = [sys.executable, "-m", "waybill.cli", "build", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("published ")
    assert len(listed(bucket)) == 1
