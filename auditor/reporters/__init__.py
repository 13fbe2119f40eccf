"""Report formats, one module or package each. They are found by looking, never listed by hand.

A reporter has a `NAME`, and a function `render` that yields the files of its output: a path
relative to the folder the output goes to, and the text in chunks. A format of one file, whose
`FOLDER` is false, yields one pair, and its path is empty; further pairs have paths of the form
`$NAME`, for files that an environment variable names, when it is set, and that are appended to.
Nothing here opens a file: the command line writes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from auditor.model import Finding, Report

# A path relative to the output's folder ("" for the output itself), and the text in chunks.
File = tuple[str, Iterable[str]]


def _never(_: Finding) -> bool:
    return False


@dataclass(frozen=True)
class Context:
    """What a reporter is told besides the report: what the command makes of it.

    `fails` says whether a finding counts against its article; `exit_code` and `reason` are the
    verdict; `baseline` says whether findings were held against one. `documentation` is the
    address of the page of a rule, with `{code}` for its code, or empty. `timestamp` is the time
    to print where a format demands one, in seconds since 1970. `originals` are the texts of the
    articles for computing fingerprints, also where they may not be quoted: nothing of them may
    be printed.
    """

    fails: Callable[[Finding], bool] = _never
    exit_code: int = 0
    reason: str = ""
    baseline: bool = False
    documentation: str = ""
    timestamp: int = 0
    originals: Mapping[str, str] = field(default_factory=dict)


class Reporter(Protocol):
    """What a module of this package offers."""

    NAME: str
    FOLDER: bool

    def render(self, report: Report, texts: Mapping[str, str], **options: Any) -> Iterator[File]:
        """The files of the output.

        `texts` are the texts of the articles by id, as far as they may be quoted. Options are
        `context`, a Context, and for the terminal what it can show.
        """
        ...


@cache
def discover() -> dict[str, Reporter]:
    """The reporters by name, sorted."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {module.NAME: cast("Reporter", module) for module in sorted(modules, key=lambda module: str(module.NAME))}
