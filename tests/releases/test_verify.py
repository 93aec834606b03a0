"""A release that was tampered with is found out, whatever was touched, and the finding names it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from stand_ins import build

from schemas.dataset import TABLES
from waybill import store
from waybill.releases.content import canonical, content_sha256
from waybill.store.tables import read_parquet, write_parquet


def _flip_a_byte(out: Path, raw: Path) -> None:
    path = out / "latest" / "claims.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _flip_a_byte_of_the_database(out: Path, raw: Path) -> None:
    path = out / "latest" / "claims.duckdb"
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)


def _edit_the_manifest(out: Path, raw: Path) -> None:
    path = out / "latest" / "manifest.json"
    path.write_text(path.read_text().replace('"claims": 4', '"claims": 5'))


def _delete_a_table(out: Path, raw: Path) -> None:
    (out / "latest" / "rejected_quantities.parquet").unlink()


def _delete_the_manifest(out: Path, raw: Path) -> None:
    (out / "latest" / "manifest.json").unlink()


def _delete_the_folder(out: Path, raw: Path) -> None:
    shutil.rmtree(out / "releases" / "2031.05.0")


def _add_a_file(out: Path, raw: Path) -> None:
    (out / "latest" / "claims2.parquet").write_bytes(b"PAR1")


def _change_a_raw_file(out: Path, raw: Path) -> None:
    path = raw / "lantern.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("4300", "4301"), encoding="utf-8")


def _remove_a_raw_file(out: Path, raw: Path) -> None:
    (raw / "lantern.txt").unlink()


def _rewrite(out: Path, name: str, change: Callable[[list[dict[str, object]]], None]) -> None:
    """Rewrite a table and make every checksum agree with it again, as a careful forger would."""
    folder = out / "latest"
    rows = read_parquet(folder / f"{name}.parquet").to_pylist()
    change(rows)
    bare = pa.schema([pa.field(f.name, f.type) for f in read_parquet(folder / f"{name}.parquet").schema])
    table = canonical(pa.Table.from_pylist(rows, schema=bare), TABLES[name])
    write_parquet(table, name, folder / f"{name}.parquet")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    content = (folder / f"{name}.parquet").read_bytes()
    manifest["files"][f"{name}.parquet"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["tables"][name] = {"rows": table.num_rows, "content_sha256": content_sha256(table)}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    index = json.loads((out / "releases.json").read_text(encoding="utf-8"))
    index["releases"][0]["manifest_sha256"] = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (out / "releases.json").write_text(json.dumps(index), encoding="utf-8")


def _forge_a_quote(out: Path, raw: Path) -> None:
    _rewrite(out, "claims", lambda rows: rows[0].update(quote=str(rows[0]["quote"]).replace("s", "z")))


def _forge_a_value(out: Path, raw: Path) -> None:
    _rewrite(out, "claims", lambda rows: rows[0].update(value_low=1.0))


def _forge_a_rejection(out: Path, raw: Path) -> None:
    _rewrite(out, "rejected_quantities", lambda rows: rows[0].update(quantity_text="99"))


def _forge_a_text(out: Path, raw: Path) -> None:
    """Text, spans and length all agree with each other, and not with the raw file."""
    _rewrite(
        out, "texts", lambda rows: [row.update(text=str(row["text"]).replace("Nothing", "No-thin")) for row in rows]
    )


def _drop_a_claim(out: Path, raw: Path) -> None:
    _rewrite(out, "claims", lambda rows: rows.pop(0))


TAMPERED = {
    _flip_a_byte: "checksum",
    _flip_a_byte_of_the_database: "checksum",
    _edit_the_manifest: "manifest",
    _delete_a_table: "missing-file",
    _delete_the_manifest: "manifest",
    _delete_the_folder: "folder",
    _add_a_file: "extra-file",
    _change_a_raw_file: "raw-file",
    _remove_a_raw_file: "raw-file",
    _forge_a_quote: "quote-span",
    _forge_a_value: "comparator-shape",
    _forge_a_rejection: "quantity_text-span",
    _forge_a_text: "text",
    _drop_a_claim: "assertions.canonical_claim_id.reference",
}


def test_a_sound_release_has_no_findings(raw: Path, published: Path) -> None:
    assert store.verify(published, raw=raw, strict=True) == ()


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__.strip("_"))
def test_tampering_is_found(tamper: Callable[[Path, Path], None], raw: Path, published: Path) -> None:
    tamper(published, raw)
    findings = store.verify(published, raw=raw)
    assert TAMPERED[tamper] in {finding.check for finding in findings}
    assert all(finding.where and finding.message for finding in findings)


def test_an_unknown_release_is_named_with_those_that_exist(raw: Path, out: Path) -> None:
    with pytest.raises(store.NoSuchRelease, match="waybill build"):
        store.verify(out)
    build(raw, out)
    with pytest.raises(store.NoSuchRelease, match=r"2031\.05\.0"):
        store.verify(out, "2030.01.0")


def test_a_damaged_list_of_releases_is_named(raw: Path, published: Path) -> None:
    (published / "releases.json").write_text("{not json")
    with pytest.raises(store.StoreError, match=r"releases\.json"):
        store.verify(published)
