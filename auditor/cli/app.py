"""The commands, and how each ends: with an exit code and, when something is wrong, one clear line."""

import traceback
from typing import Annotated

import typer

from auditor import __version__
from auditor.cli import auditing, baselining, cleaning, comparing, configuring, keeping, reference, streams
from auditor.errors import AuditorError

BUG = 3
_VERBOSE = {"--verbose", "-v", "-qv", "-vq"}

_EPILOG = (
    "Exit codes: 0 passed; 1 findings at or above --fail-on; 2 the command, a path or a setting is wrong; "
    "3 incomplete: something could not be read or written, or a bug; 4 nothing to check; 130 interrupted."
)

app = typer.Typer(
    name="auditor",
    help="Find copies, rewrites, text that is not the article, and sources nobody can check in news articles.",
    epilog=_EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (auditing, comparing, cleaning, baselining, keeping, reference, configuring):
    module.register(app)


def _show_version(asked: bool) -> None:
    if asked:
        streams.write([f"auditor {__version__}\n"])
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    # What `auditor` itself takes, before the command.
    pass


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; what went wrong was said."""
    try:
        return app(arguments, prog_name="auditor", standalone_mode=False) or 0
    except typer.TyperException as error:
        _misused(error)
        return error.exit_code
    except AuditorError as error:
        streams.say(f"auditor: {error}")
        return error.exit_code
    except SystemExit as error:
        # Typer's own exits: words or a script for the shell were printed, or who read the help has gone.
        return streams.CLOSED_PIPE if error.code else 0
    except Exception as error:  # noqa: BLE001  (the outermost edge: a bug must end with an exit code of its own)
        return _bug(error, verbose=not _VERBOSE.isdisjoint(arguments))


def _misused(error: typer.TyperException) -> None:
    message = error.format_message()
    if message.startswith("Usage:"):
        # A command that was given nothing says what it takes.
        for line in message.splitlines():
            streams.say(line)
    else:
        context = getattr(error, "ctx", None)
        # A suggestion is a question already.
        said = f"{message} See" if message.endswith("?") else f"{message.rstrip('.')}; see"
        streams.say(f"auditor: {said} {context.command_path if context else 'auditor'} --help")


def _bug(error: Exception, *, verbose: bool) -> int:
    if verbose:
        for line in "".join(traceback.format_exception(error)).splitlines():
            streams.say(line)
    hint = "" if verbose else "; the same command with --verbose shows where"
    streams.say(f"auditor: this is a bug in auditor: {type(error).__name__}: {error}{hint}")
    return BUG
