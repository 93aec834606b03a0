"""Corrections are data with a guard: they survive rebuilds, find their claim again, and never apply by mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from stand_ins import build

from waybill import store
from waybill.releases.corrections import BadCorrections, parse_corrections

HEAD = "claim_id,quantity_text,quote,column_name,old_value,new_value,reason,editor,created_at"


def claim(out: Path, words: str) -> dict[str, Any]:
    (row,) = [r for r in store.load_table(out, "claims").to_pylist() if r["quantity_text"] == words]
    return dict(row)


def statuses(out: Path) -> list[str]:
    return [row["status"] for row in store.load_table(out, "corrections").to_pylist()]


def write(raw: Path, *lines: str) -> None:
    (raw / "corrections.csv").write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")


def correct(raw: Path, out: Path, words: str, column: str, value: str | None) -> str:
    claim_id = str(claim(out, words)["claim_id"])
    store.add_correction(raw, out, claim_id, column, value, "seen in the print edition", "A. Editor", "2031-05-02")
    return claim_id


def test_a_correction_applies_and_says_so(raw: Path, published: Path) -> None:
    correct(raw, published, "250", "recipient_id", "IRN")
    report = build(raw, published)
    assert report.status == "published"
    row = claim(published, "250")
    assert (row["recipient_id"], row["review_status"]) == ("IRN", "corrected")
    assert statuses(published) == ["active"]
    changes = store.load_table(published, "release_changes").to_pylist()
    assert {c["change_cause"] for c in changes if c["table_name"] == "claims"} == {"correction"}
    assert store.verify(published, raw=raw, strict=True) == ()
    assert build(raw, published).status == "unchanged"


def test_a_number_of_an_exact_figure_is_corrected_in_all_its_columns(raw: Path, published: Path) -> None:
    correct(raw, published, "250", "value_best", "2500")
    build(raw, published)
    row = claim(published, "250")
    assert [row[name] for name in ("value_low", "value_best", "value_high", "value_point")] == [2500.0] * 4


def test_a_bound_moves_its_point(raw: Path, published: Path) -> None:
    correct(raw, published, "more than 4300", "value_low", "4,310")
    build(raw, published)
    row = claim(published, "more than 4300")
    assert (row["value_low"], row["value_best"], row["value_point"]) == (4310.0, None, 4310.0)


def test_a_reader_that_got_better_makes_it_redundant(raw: Path, published: Path) -> None:
    claim_id = claim(published, "250")["claim_id"]
    write(raw, f"{claim_id},,,recipient_id,,RUS,reason,editor,")
    build(raw, published)
    assert statuses(published) == ["redundant"]
    assert claim(published, "250")["review_status"] == "auto"


def test_a_guard_that_no_longer_holds_refuses_it(raw: Path, published: Path) -> None:
    claim_id = claim(published, "250")["claim_id"]
    write(raw, f"{claim_id},,,recipient_id,CHN,IRN,reason,editor,")
    build(raw, published)
    assert statuses(published) == ["refused"]
    assert claim(published, "250")["recipient_id"] == "RUS"
    assert [finding.check for finding in store.verify(published, raw=raw, strict=True)] == ["correction-refused"]
    assert store.verify(published, raw=raw) == ()
    assert "refused" in (published / "latest" / "diff.md").read_text(encoding="utf-8")


def test_it_finds_its_claim_again_when_the_spans_moved(raw: Path, published: Path) -> None:
    old_id = correct(raw, published, "250", "recipient_id", "IRN")
    text = (raw / "lantern.txt").read_text(encoding="utf-8")
    (raw / "lantern.txt").write_text(text.replace("Seen:", "Seen at the quay by night:"), encoding="utf-8")
    build(raw, published)
    row = claim(published, "250")
    assert row["claim_id"] != old_id
    assert row["recipient_id"] == "IRN"
    (correction,) = store.load_table(published, "corrections").to_pylist()
    assert (correction["status"], correction["claim_id"]) == ("active", row["claim_id"])


def test_it_is_orphaned_when_nothing_matches_any_more(raw: Path, published: Path) -> None:
    correct(raw, published, "250", "recipient_id", "IRN")
    (raw / "lantern.txt").unlink()
    build(raw, published)
    assert statuses(published) == ["orphaned"]
    assert [finding.check for finding in store.verify(published, raw=raw, strict=True)] == ["correction-orphaned"]


def test_words_that_stand_twice_lead_nowhere(raw: Path, out: Path) -> None:
    (raw / "twice.txt").write_text("Twice Post\nThere were 250 shells.\n", encoding="utf-8")
    write(raw, ",250,,recipient_id,RUS,IRN,reason,editor,")
    build(raw, out)
    assert statuses(out) == ["orphaned"]


def test_corrections_build_on_each_other_in_the_order_of_the_file(raw: Path, published: Path) -> None:
    claim_id = claim(published, "250")["claim_id"]
    write(raw, f"{claim_id},,,recipient_id,RUS,IRN,first,editor,", f"{claim_id},,,recipient_id,IRN,CHN,second,editor,")
    build(raw, published)
    assert claim(published, "250")["recipient_id"] == "CHN"
    assert statuses(published) == ["active", "active"]


def test_a_person_can_confirm_or_reject_a_claim(raw: Path, published: Path) -> None:
    correct(raw, published, "250", "review_status", "rejected")
    build(raw, published)
    assert claim(published, "250")["review_status"] == "rejected"


def test_taking_a_correction_out_brings_the_reading_back(raw: Path, published: Path) -> None:
    correct(raw, published, "250", "recipient_id", "IRN")
    build(raw, published)
    write(raw)
    build(raw, published)
    assert claim(published, "250")["recipient_id"] == "RUS"
    changes = store.load_table(published, "release_changes").to_pylist()
    assert {c["change_cause"] for c in changes if c["table_name"] == "claims"} == {"correction"}


@pytest.mark.parametrize(
    ("column", "value", "mend"),
    [
        ("supplier", "Iran", "supplier_id"),
        ("quote", "other words", "cannot be corrected"),
        ("nonsense", "1", "cannot be corrected"),
        ("comparator", "perhaps", "one of"),
        ("value_low", "many", "many"),
        ("event_end", "yesterday", "yesterday"),
        ("unit", None, "may not be empty"),
        ("recipient_id", "RUS", "already"),
    ],
)
def test_what_could_not_apply_is_not_written(
    raw: Path, published: Path, column: str, value: str | None, mend: str
) -> None:
    with pytest.raises(store.StoreError, match=mend):
        correct(raw, published, "250", column, value)
    assert not (raw / "corrections.csv").exists()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"claim_id;column_name;x\n", "line 1"),
        (HEAD.encode() + b"\nc_1,,,unit,t,kg,,editor,\n", "line 2: reason missing"),
        (HEAD.encode() + b"\n,,,unit,t,kg,why,editor,\n", "claim_id or quantity_text"),
        (HEAD.encode() + b"\nc_1,,,unit,t,kg,why,editor,,surplus\n", "more cells"),
        (b"\xff\xfe\xfa", "not a UTF-8 CSV"),
        (HEAD.encode() + b'\n"open', "not a UTF-8 CSV"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(content: bytes, complaint: str) -> None:
    with pytest.raises(BadCorrections, match=complaint):
        parse_corrections(content, "corrections.csv")


def test_a_broken_file_stops_the_build_and_publishes_nothing(raw: Path, out: Path) -> None:
    (raw / "corrections.csv").write_text("what is this", encoding="utf-8")
    with pytest.raises(store.StoreError, match=r"corrections\.csv"):
        build(raw, out)
    assert store.read_index(out) == ()
