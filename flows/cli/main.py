"""The `sourcecheck` command: words in, an exit code out; each command loads only what it needs.

Exit codes: 0 done; 1 done, and a contradiction was found; 2 bad input or usage, told in one
line; 3 done, but a cited source could not be read. 130 when interrupted.
"""

from __future__ import annotations

import codecs
import errno
import importlib
import os
import sys
import time
import traceback
from collections.abc import Sequence
from typing import Any

import click

from extractors.errors import SourcecheckError

#: What the system says where there is no room for what is written.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

#: command -> (where it is, its line in the help). Named here so that the help loads none.
COMMANDS = {
    "verify": ("flows.cli.verify", "Check an article against what its cited outlets published."),
    "collect": ("flows.cli.collect", "Fetch and archive outlets' coverage of a topic."),
    "watch": ("flows.cli.watch", "Keep the list of articles that are checked every night."),
    "nightly": ("flows.cli.nightly", "Check every watched article, now or on a schedule."),
    "sql": ("flows.cli.sql", "Ask the warehouse a question in SQL (read-only)."),
    "views": ("flows.cli.views", "List what can be asked in SQL, with its columns."),
    "report": ("flows.cli.report", "Write a run's report again, in any format."),
    "compare": ("flows.cli.compare", "Set two sentences side by side."),
    "review": ("flows.cli.review", "Accept or reject a finding, for this and every later run."),
    "replay": ("flows.cli.replay", "Derive a run's findings again and compare."),
    "import": ("flows.cli.importing", "Take WARC, WACZ, HTML or text files as captures."),
    "outlets": ("flows.cli.outlets", "What is known of an outlet, and its last coverage."),
    "runs": ("flows.cli.runs", "List past runs, with when and how long."),
    "doctor": ("flows.cli.doctor", "Is this installation well, and what is to be done."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[name][0])
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--warehouse", metavar="FILE", help="The DuckDB file to keep or read.")
@click.option("--settings", "settings_file", metavar="FILE", help="A settings file (TOML).")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="sourcecheck")
@click.pass_context
def sourcecheck(
    ctx: click.Context, warehouse: str | None, settings_file: str | None, debug: bool
) -> None:
    """Shows, claim by claim, what the outlets an article cites really published: what agrees,
    what disagrees, and what could not be read. It never rules on truth."""
    ctx.obj = {"warehouse": warehouse, "settings_file": settings_file, "debug": debug}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None and codecs.lookup(sys.getfilesystemencoding()).name == "ascii":
        _start_again_in_utf8(given)
    sys.exit(_flushed(run(given)))


def _start_again_in_utf8(given: Sequence[str]) -> None:
    """Once more in Python's UTF-8 mode: where the locale knows ASCII only, and Python was kept from
    helping itself (PEP 538, PEP 540), names and texts could be neither read nor said."""
    os.environ |= {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    os.execv(sys.executable, [sys.executable, "-P", "-m", "flows.cli", *given])


def _flushed(code: int) -> int:
    """The exit code, once all that was said has left: a full disk may refuse the last of it."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as refusal:
        # Python would try once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return code if isinstance(refusal, BrokenPipeError) else _told(_unwritten(refusal), False)
    return code


def _unwritten(refusal: OSError) -> str:
    return f"the output cannot be written: {refusal.strerror}; free some space, or write elsewhere"


def run(arguments: Sequence[str]) -> int:
    """Run the command; its exit code. Errors are one line on standard error."""
    debug = "--debug" in arguments
    try:
        time.time()
    except OverflowError:  # Python counts nanoseconds in 64 bits; its `logging` would not load
        return _told("this computer's clock is past the year 2262: set it right", debug)
    # "--debug" may stand anywhere, as people add it to the end of the line that failed.
    given = (["--debug"] if debug else []) + [word for word in arguments if word != "--debug"]
    try:
        answer: Any = sourcecheck.main(given, "sourcecheck", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.ctx.get_help() if asked.ctx else asked.format_message())
        return 0
    except click.ClickException as mistake:
        return _told(mistake.format_message(), debug, _hint(mistake))
    except SourcecheckError as mistake:
        return _told(str(mistake), debug)
    except (click.Abort, KeyboardInterrupt):
        click.echo("sourcecheck: interrupted; run it again to go on", err=True)
        return 130
    except UnicodeEncodeError as odd:
        if not any("\ud800" <= character <= "\udfff" for character in odd.object):
            raise
        told = f"{odd.object[max(0, odd.start - 40) : odd.end]!a} is not UTF-8 text"
        return _told(f"{told}: rename the file or folder, or give the text in UTF-8", debug)
    except BrokenPipeError:
        sys.stdout = None  # the reader of our output has gone
        return 0
    except Exception as bug:
        if isinstance(bug, OSError) and bug.errno in _FULL and bug.filename is None:
            return _told(_unwritten(bug), debug)
        told = f"{type(bug).__name__}: {bug}"
        return _told(f"this is a bug, not your mistake: {told} (--debug shows where)", debug)
    return answer if isinstance(answer, int) else 0


def _let_go(mistake: BaseException | None) -> None:
    """Empties the frames of an exception that Prefect keeps: one holds a connection to DuckDB,
    which complains at exit, in forty lines, of what was not closed."""
    while mistake is not None:
        traceback.clear_frames(mistake.__traceback__)
        mistake = mistake.__cause__ or mistake.__context__


def _hint(mistake: click.ClickException) -> str:
    ctx = getattr(mistake, "ctx", None)
    return f" (see {ctx.command_path} --help)" if ctx is not None else ""


def _told(message: str, debug: bool, hint: str = "") -> int:
    if debug:
        traceback.print_exc()
    click.echo(f"sourcecheck: {' '.join(message.split())}{hint}", err=True)
    _let_go(sys.exception())
    return 2
