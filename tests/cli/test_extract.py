"""Promises of `waybill extract`: a Unix filter, one JSON line a quantity or claim, that nothing in a text can break."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from waybill.cli.exits import Exit

QUANTITY_KEYS = "id start end text value_low value_best value_high comparator unit item quantity_kind rate_per rule_ids"


def json_lines(records: list[dict]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def parsed(stdout: bytes) -> list[dict]:
    return [json.loads(line) for line in stdout.splitlines()]


TEXTS = [
    {"id": "a", "text": "The yard built at least 14 wagons and about 300 tonnes of rail in May."},
    {"id": "b", "text": "Nothing to count here."},
    {"id": 3, "text": "Chapter 7 says €2.5 million a year, up to 40 percent of it in coal."},
]


def test_quantities_have_exactly_the_promised_keys_and_reslice(run) -> None:
    done = run("extract", "--quantities", stdin=json_lines(TEXTS))
    assert done.returncode == 0 and done.stderr == b""
    found = parsed(done.stdout)
    assert len(found) >= 4
    texts = {record["id"]: record["text"] for record in TEXTS}
    for quantity in found:
        assert " ".join(quantity) == QUANTITY_KEYS
        assert texts[quantity["id"]][quantity["start"] : quantity["end"]] == quantity["text"]
    assert [q["id"] for q in found] == sorted((q["id"] for q in found), key=lambda i: list(texts).index(i))


def test_rejected_numbers_come_with_their_reason_in_text_order(run) -> None:
    text = "On 3 May 2031 the 152 mm gun fired 40 rounds."
    done = run("extract", "--quantities", "--rejected", stdin=json_lines([{"id": 1, "text": text}]))
    found = parsed(done.stdout)
    rejected = [line for line in found if "reject_reason" in line]
    assert rejected and all(line["reject_reason"] for line in rejected)
    assert len(rejected) < len(found)
    assert [line["start"] for line in found] == sorted(line["start"] for line in found)


def test_claims_carry_who_and_when(run) -> None:
    text = "Pyongyang sent about 40 containers of shells to Russia in May, Seoul said on Tuesday."
    done = run("extract", stdin=json_lines([{"id": "x", "text": text, "published": "2030-06-12"}]))
    (claim,) = parsed(done.stdout)
    assert claim["id"] == "x" and claim["unit"] == "container" and claim["value_low"] == 40
    assert (claim["supplier_id"], claim["recipient_id"]) == ("PRK", "RUS")
    assert text[claim["quantity_start"] : claim["quantity_end"]] == claim["quantity_text"]


def test_a_broken_line_is_reported_by_number_and_the_rest_goes_on(run) -> None:
    raw = json_lines(TEXTS[:1]) + b"{broken\n" + json_lines(TEXTS[2:])
    done = run("extract", "--quantities", stdin=raw)
    assert done.returncode == Exit.SET_ASIDE
    assert {line["id"] for line in parsed(done.stdout)} == {"a", 3}
    assert "line 2" in done.stderr.decode() and len(done.stderr.decode().splitlines()) == 1


def test_a_published_that_is_no_date_sets_only_its_line_aside(run) -> None:
    lines = [{"id": 1, "text": "Rome sent 40 tanks to Kyiv.", "published": "soon"}, {"id": 2, "text": "40 tanks left."}]
    done = run("extract", stdin=json_lines(lines))
    assert done.returncode == Exit.SET_ASIDE and "line 1" in done.stderr.decode()
    assert {line["id"] for line in parsed(done.stdout)} <= {2}


def test_plain_text_needs_no_wrapping(run, tmp_path) -> None:
    text = "At least 14 wagons left.\n\nA further 20 wagons follow.\n"
    file = tmp_path / "märz report.txt"
    file.write_text(text)
    from_file, from_stdin = run("extract", "--quantities", file), run("extract", "--quantities", stdin=text.encode())
    assert [line["text"] for line in parsed(from_file.stdout)] == ["At least 14", "A further 20"]
    assert {line["id"] for line in parsed(from_file.stdout)} == {str(file)}
    assert [line["start"] for line in parsed(from_stdin.stdout)] == [line["start"] for line in parsed(from_file.stdout)]


STRANGE = [
    "",
    " \n ",
    "\x00",
    "\ud800 40 tanks \udfff",
    "\ufeff40 tanks",
    "4" * 10_000,
    "1e999999 NaN 3/0",
    "\u0664\u0660 \uff14\uff10 tanks",
]


@pytest.mark.parametrize("flag", ["--quantities", None])
@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_texts_pass_through_without_a_crash(run, text, flag) -> None:
    done = run("extract", *filter(None, [flag]), "--rejected", stdin=json_lines([{"id": 1, "text": text}]))
    assert done.returncode in (Exit.DONE, Exit.SET_ASIDE), done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    for line in parsed(done.stdout):
        start, end = (line["start"], line["end"]) if "start" in line else (line["quantity_start"], line["quantity_end"])
        assert 0 <= start < end <= len(text)


def test_a_reader_that_goes_away_is_no_error_worth_a_traceback() -> None:
    filter_ = subprocess.Popen(
        [sys.executable, "-m", "waybill.cli", "extract", "--quantities"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert filter_.stdin and filter_.stdout and filter_.stderr
    filter_.stdout.close()
    try:
        filter_.stdin.write(json_lines(TEXTS) * 500)
        filter_.stdin.close()
    except BrokenPipeError:
        pass
    assert filter_.wait(timeout=60) == Exit.CLOSED_PIPE
    assert filter_.stderr.read() == b""


def test_a_quantity_comes_out_before_the_next_text_goes_in() -> None:
    filter_ = subprocess.Popen(
        [sys.executable, "-m", "waybill.cli", "extract", "--quantities"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert filter_.stdin and filter_.stdout
    filter_.stdin.write(json_lines([{"id": 1, "text": "40 wagons"}]))
    filter_.stdin.flush()
    assert json.loads(filter_.stdout.readline())["id"] == 1
    filter_.stdin.write(json_lines([{"id": 2, "text": "50 wagons"}]))
    filter_.stdin.close()
    assert json.loads(filter_.stdout.readline())["id"] == 2
    assert filter_.wait(timeout=30) == 0


def in_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command shows on a terminal of its own."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "waybill.cli", "extract", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", **environment}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=follower, stderr=follower, env=environment):
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # the terminal's other end was closed
                break
            if not piece:
                break
            shown += piece
    os.close(leader)
    return shown.decode()


@pytest.mark.parametrize("flag", [(), ("--quantities",)])
def test_in_a_terminal_people_get_a_reading_with_colours(tmp_path, flag) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Pyongyang sent about 40 containers of shells to Russia in May, Seoul said.\n")
    shown = in_a_terminal(*flag, str(file))
    assert "\x1b[36m" in shown and "about 40" in shown and "container" in shown and '{"id"' not in shown
    assert "\x1b[" not in in_a_terminal(*flag, str(file), NO_COLOR="1")
    assert '{"id"' in in_a_terminal(*flag, "--json", str(file))


def test_a_text_cannot_steer_the_terminal(tmp_path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Seoul counts \x1b]0;owned\x07 40 containers \x1b[2J sent to Russia.\n")
    shown = in_a_terminal("--quantities", str(file))
    assert "\x1b]0;" not in shown and "\x1b[2J" not in shown and "\x07" not in shown
