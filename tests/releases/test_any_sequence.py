"""Whatever happens to the raw folder: what was built step by step is what a rebuild gives, and the history knows it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from stand_ins import TODAY, build, simple

from waybill import store
from waybill.releases.content import content_sha256
from waybill.store.history import KEPT, rows_as_of

HEAD = "claim_id,quantity_text,quote,column_name,old_value,new_value,reason,editor,created_at\n"
NAMES = st.sampled_from(["a.txt", "b.txt", "deep/c.txt"])
TEXTS = st.sampled_from(
    [
        "Lantern\nSaw 40 shells, 3 pages.\n",
        "Harbour\nSaw more than 40 shells and 7 containers.\n",
        "Wire\nNothing.\n",
        "",
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("remove"), NAMES, st.just("")),
    st.tuples(st.just("rename"), NAMES, st.sampled_from(["z.txt", "deep/y.txt"])),
    st.tuples(st.just("sidecar"), NAMES, st.sampled_from(["Evening Edition", "Morning Edition"])),
    st.tuples(st.just("correct"), st.sampled_from(["40", "7", "more than 40"]), st.sampled_from(["IRN", "RUS"])),
)


def take(raw: Path, step: tuple[str, str, str]) -> None:
    """Do to the raw folder what the step says."""
    kind, name, value = step
    path = raw / name
    if kind == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(value, encoding="utf-8")
    elif kind == "remove":
        path.unlink(missing_ok=True)
    elif kind == "rename" and path.exists():
        (raw / value).parent.mkdir(exist_ok=True)
        path.rename(raw / value)
    elif kind == "sidecar":
        path.parent.mkdir(exist_ok=True)
        path.with_name(path.name.removesuffix(".txt") + ".meta.yml").write_text(value, encoding="utf-8")
    elif kind == "correct":
        lines = (raw / "corrections.csv").read_text() if (raw / "corrections.csv").exists() else HEAD
        (raw / "corrections.csv").write_text(f"{lines},{name},,recipient_id,RUS,{value},reason,editor,\n")


def hashes_of(plan: store.Plan) -> dict[str, str]:
    for chunk in plan.chunks:
        store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
    return {name: content_sha256(table) for name, table in store.assemble(plan).candidate.tables.items()}


def rebuilt(raw: Path, out: Path) -> dict[str, str]:
    """Content of the tables that the raw folder gives with this history and without any cache."""
    with tempfile.TemporaryDirectory() as folder:
        cold = Path(folder) / "processed"
        if out.exists():
            shutil.copytree(out, cold, symlinks=True, ignore=shutil.ignore_patterns(".cache"))
        return hashes_of(store.plan_build(raw, cold, today=TODAY))


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    phases=[Phase.generate],  # an example takes seconds: shrinking one would take minutes
)
@given(st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=2, max_size=4))
def test_incremental_is_rebuild_and_the_history_replays_every_release(runs: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, simple():
        raw, out = Path(folder) / "raw", Path(folder) / "processed"
        raw.mkdir()
        published: dict[int, dict[str, str]] = {}
        for steps in runs:
            for step in steps:
                take(raw, step)
            cold = rebuilt(raw, out)
            report = build(raw, out)
            assert report.release_id is not None
            entry = next(entry for entry in store.read_index(out) if entry.release_id == report.release_id)
            held = {n: content_sha256(rows_as_of(out / "history", n, entry.release_seq)) for n in cold}
            if report.status == "published":
                assert held == cold
                published[entry.release_seq] = held
        for seq, held in published.items():
            assert {name: content_sha256(rows_as_of(out / "history", name, seq)) for name in held} == held
        assert set(KEPT) - {"inputs"} == set(next(iter(published.values())))
        assert store.verify(out, raw=raw) == ()
