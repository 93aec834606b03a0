"""`waybill releases` and `waybill diff`: what was published, what changed, and what may be put away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from waybill.cli.exits import Exit
from waybill.cli.options import complete_release, json_option, out_option
from waybill.cli.terminal import Refusal, echo_json, one_line


@contextmanager
def refusals() -> Iterator[None]:
    """The store's errors as refusals with their exit codes."""
    from waybill import store

    try:
        yield
    except store.NoSuchRelease as error:
        raise Refusal(str(error), Exit.NOT_FOUND) from error
    except store.Locked as error:
        raise Refusal(str(error), Exit.BUSY) from error
    except (store.StoreError, OSError) as error:
        raise Refusal(str(error)) from error


@click.group(invoke_without_command=True)
@out_option
@json_option
@click.pass_context
def releases(ctx: click.Context, out: Path, as_json: bool) -> None:
    """List releases; show, prune, restore or withdraw one. Alone it lists.

    \b
    waybill releases
    waybill releases show 2026.11.1
    waybill releases withdraw 2026.11.1 --reason 'wrong unit in the port table'
    """
    ctx.default_map = {word: {"out": out, "as_json": as_json} for word in releases.commands}  # for all of them
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_releases, out=out, as_json=as_json)


@releases.command("list")
@out_option
@json_option
def list_releases(out: Path, as_json: bool) -> None:
    """Every release, oldest first."""
    from waybill import store

    with refusals():
        entries = store.read_index(out)
    if as_json:
        echo_json([asdict(entry) for entry in entries])
        return
    if not entries:
        click.echo(f"no release under {out} yet; publish one:  waybill build --out {out}", err=True)
        return
    click.echo(f"{'release':<12} {'status':<10} {'released at':<21} {'documents':>9} {'claims':>9} {'assertions':>10}")
    for e in entries:
        click.echo(
            f"{e.release_id:<12} {e.status:<10} {e.released_at!s:<21.20} "
            f"{e.documents:>9,} {e.claims:>9,} {e.assertions:>10,}"
        )


@releases.command()
@click.argument("release", required=False, shell_complete=complete_release)
@out_option
@json_option
def show(release: str | None, out: Path, as_json: bool) -> None:
    """One release in detail: counts, files and their checksums. Without RELEASE, the newest."""
    import json

    from waybill import store

    with refusals():
        folder = store.release_dir(out, release)
        manifest = json.loads((folder / "manifest.json").read_text())
    if as_json:
        echo_json(manifest)
        return
    for key, value in manifest.items():
        if isinstance(value, (dict, list)):
            click.echo(f"{key}")
            rows = value.items() if isinstance(value, dict) else enumerate(value)
            for name, detail in rows:
                click.echo(f"  {name:<28} {one_line(str(detail))}")
        else:
            click.echo(f"{key:<30} {value}")


@releases.command()
@click.argument("release", shell_complete=complete_release)
@out_option
def prune(release: str, out: Path) -> None:
    """Put a release's folder away; the history keeps every row and `restore` writes it out again."""
    from waybill import store

    with refusals():
        store.prune(out, release)
    click.echo(f"pruned {release}; bring it back:  waybill releases restore {release}")


@releases.command()
@click.argument("release", shell_complete=complete_release)
@out_option
def restore(release: str, out: Path) -> None:
    """Write a pruned release out again from the history, bit for bit."""
    from waybill import store

    with refusals():
        store.restore(out, release)
    click.echo(f"restored {release} in {out / 'releases' / release}")


@releases.command()
@click.argument("release", shell_complete=complete_release)
@click.option("--reason", required=True, help="Why nobody should use it; kept in releases.json.")
@out_option
def withdraw(release: str, reason: str, out: Path) -> None:
    """Mark a bad release: its files stay as they are, its entry says so, `latest` points elsewhere."""
    from waybill import store

    with refusals():
        store.withdraw(out, release, reason)
    click.echo(f"withdrawn {release}: {one_line(reason)}")


@click.command()
@click.argument("a", shell_complete=complete_release)
@click.argument("b", shell_complete=complete_release)
@out_option
@json_option
def diff(a: str, b: str, out: Path, as_json: bool) -> None:
    """What changed from release A to release B, each line with its cause.

    \b
    waybill diff 2026.11.1 2026.11.2
    """
    from waybill import store

    with refusals():
        found = store.diff(out, a, b)
    if as_json:
        echo_json(found.changes.to_pylist())
    else:
        click.echo(found.markdown)
