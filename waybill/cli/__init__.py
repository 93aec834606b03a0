"""The `waybill` command. Words of the command line equal words of the library; heavy imports wait for their command."""

from __future__ import annotations

import os
import sys

import click

from waybill import __version__
from waybill.cli.build import build
from waybill.cli.correct import correct
from waybill.cli.exits import MEANING, Exit
from waybill.cli.export import export
from waybill.cli.extract import extract
from waybill.cli.query import query
from waybill.cli.releases import diff, releases
from waybill.cli.terminal import Refusal, wants_colour
from waybill.cli.trace import trace
from waybill.cli.verify import verify

_EPILOG = "\n".join(
    [
        "\b",
        "Exit codes:",
        *(f"  {code.value:<4} {meaning}" for code, meaning in MEANING.items()),
        "",
        "\b",
        "Completion for your shell (bash, zsh, fish):",
        '  eval "$(_WAYBILL_COMPLETE=bash_source waybill)"',
    ]
)


class _ClosedPipe(Exception):
    """The reader of our output went away; told apart from click's own word for it, which is exit code 1."""


class _Waybill(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ClosedPipe from None


@click.group(
    cls=_Waybill, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def waybill(ctx: click.Context) -> None:
    """Read reports into a dataset of dated, sourced claims, and look at it.

    \b
    waybill build                          read raw/, publish a release under processed/
    waybill verify                         prove that every number re-slices from its report
    waybill trace c_0123456789abcdef       where one number comes from
    waybill query 'select * from claims'   SQL over the newest release
    echo 'Seoul counts 6,700 containers.' | waybill extract
    """
    ctx.color = wants_colour()


for command in (build, extract, trace, verify, releases, diff, query, correct, export):
    waybill.add_command(command)


def main() -> None:
    """Run the command line and leave with a documented exit code; never a traceback for what a user can mend."""
    try:
        code = waybill.main(prog_name="waybill", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as refusal:
        refusal.show()
        code = refusal.code if isinstance(refusal, Refusal) else refusal.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("waybill: interrupted", err=True)
        code = Exit.INTERRUPTED
    except (_ClosedPipe, BrokenPipeError):
        # Python flushes stdout once more at exit: give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.CLOSED_PIPE
    sys.exit(int(code or 0))
