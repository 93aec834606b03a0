"""Options that several commands share, worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from waybill.cli.exits import Exit
from waybill.cli.terminal import Refusal

Command = TypeVar("Command", bound=Callable[..., Any])


class FolderName(click.ParamType[str | Path]):
    """A folder of this disk as a path, or an address (`s3://desk/reports`) as it was given."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        if isinstance(value, str) and "://" in value:
            return Path(value.removeprefix("file://")) if value.startswith("file://") else value
        return Path(value)


def raw_option(command: Command) -> Command:
    """`--raw DIR`, the folder of reports."""
    return click.option(
        "--raw", type=click.Path(path_type=Path), default=Path("raw"), show_default=True, help="Folder of reports."
    )(command)


def out_option(command: Command) -> Command:
    """`--out DIR`, the folder of releases."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=Path("processed"),
        show_default=True,
        help="Folder of releases.",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`, for machines that listen."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def complete_release(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Release ids for shell completion, newest first; none where there is no folder yet."""
    from waybill import store

    try:
        entries = store.read_index(Path(ctx.params.get("out") or "processed"))
    except (OSError, store.StoreError):
        return []
    return [e.release_id for e in reversed(entries) if e.release_id.startswith(incomplete)]


def existing_folder(path: Path, option: str, mend: str) -> Path:
    """`path` if it is a folder, else a refusal that names the option and the mend."""
    if path.is_dir():
        return path
    what = "is not a folder" if path.exists() else "does not exist"
    raise Refusal(f"{option} {path}: {what}. {mend}", Exit.NOT_FOUND)
