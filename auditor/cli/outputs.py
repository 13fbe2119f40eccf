"""Where reports go: standard output, a file, a folder. Files appear whole or not at all."""

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path, PurePosixPath

from auditor.cli import streams
from auditor.errors import AuditorError, UsageError
from auditor.model import Report
from auditor.reading import extension, readers
from auditor.reporters import Context, File, Reporter, discover

# Names what the last run wrote into a report folder: only that may be deleted or replaced.
MANIFEST = ".auditor-manifest.json"
TERMINAL = "terminal"


@dataclass(frozen=True)
class Output:
    """A format and where it goes; None is standard output. `beside` names formats put beside its pages."""

    format: str
    path: Path | None = None
    beside: tuple[str, ...] = ()

    @property
    def reporter(self) -> Reporter:
        """The module that renders the format."""
        return discover()[self.format]


def on_terminal(wanted: Sequence[Output]) -> bool:
    """Whether the report for people, with its notes, goes to standard output."""
    return any(output.format == TERMINAL and output.path is None for output in wanted)


def parse(wanted: Sequence[str], report: str | None, *, quiet: bool) -> tuple[Output, ...]:
    """The outputs of a run from `--output FORMAT[=PATH]` and `--report DIR`.

    The terminal's report is printed unless another format goes to standard output, or `quiet`.
    Raises UsageError for an unknown format, and when two outputs would go to one place.
    """
    outputs = [_output(one) for one in wanted]
    if report == "":
        # An unset variable of a script, most likely: the working folder must not be filled by accident.
        raise UsageError("--report is empty; give it a folder, or `.` for this one")
    if report:
        outputs.append(Output("markdown", Path(report), beside=("html", "json")))
    if not quiet and all(output.path for output in outputs):
        outputs.append(Output(TERMINAL))
    places = Counter("standard output" if not output.path else str(output.path.resolve()) for output in outputs)
    if twice := [place for place, count in places.items() if count > 1]:
        raise UsageError(
            f"two outputs would go to {twice[0]}; give all but one a path of its own: --output FORMAT=PATH"
        )
    for output in outputs:
        _check(output)
    return tuple(outputs)


def _output(text: str) -> Output:
    name, equals, path = text.partition("=")
    if name not in discover():
        near = get_close_matches(name, discover(), n=1)
        hint = f"did you mean {near[0]}?" if near else f"the formats are: {', '.join(discover())}"
        raise UsageError(f"--output {text}: there is no format {name!r}; {hint}")
    if equals and not path:
        raise UsageError(f"--output {text}: there is no path after the equals sign")
    return Output(name, Path(path) if path not in ("", "-") else None)


def _check(output: Output) -> None:
    folder = output.reporter.FOLDER
    if folder and not output.path:
        raise UsageError(f"{output.format} writes a folder of pages: --output {output.format}=DIR")
    if folder and output.path and output.path.exists() and not output.path.is_dir():
        raise UsageError(f"{output.path} is not a folder, and {output.format} writes a folder of pages")
    if not folder and output.path and output.path.is_dir():
        raise UsageError(f"{output.path} is a folder, and {output.format} writes one file")


def keep_apart(outputs: Iterable[Output], audited: Sequence[Path]) -> None:
    """Refuse outputs that would replace an article, or that the next audit would take for one."""
    for output in outputs:
        for path in audited if output.path else ():
            _keep_apart(output, Path(output.path or ""), path)


def _keep_apart(output: Output, path: Path, audited: Path) -> None:
    place, inside = path.resolve(), audited.resolve()
    if place == inside and not audited.is_dir():
        raise UsageError(f"{path} is audited itself; choose another place for --output {output.format}")
    if not audited.is_dir() or not place.is_relative_to(inside):
        return
    hidden = any(part.startswith(".") for part in place.relative_to(inside).parts)
    if not hidden and (output.reporter.FOLDER or extension(place) in readers()):
        what = "the pages for articles" if output.reporter.FOLDER else "it for an article"
        raise UsageError(
            f"{path} lies in {audited}, whose next audit would take {what}; "
            "choose a place outside of it, or a hidden one"
        )


def write(outputs: Iterable[Output], report: Report, texts: Mapping[str, str], context: Context) -> None:
    """Write every output, standard output last. Raises AuditorError when something cannot be written."""
    for output in sorted(outputs, key=lambda output: output.path is None):
        terminal = output.path is None and output.format == TERMINAL
        look = streams.look() if terminal else {}
        files = output.reporter.render(report, texts, context=context, **look)
        if output.path and output.reporter.FOLDER:
            beside = (
                (f"report.{name}", chunks)
                for name in output.beside
                for _, chunks in discover()[name].render(report, texts, context=context)
            )
            write_folder(output.path, chain(files, beside))
            continue
        for name, chunks in files:
            if name.startswith("$"):
                _append(name[1:], chunks)
            elif output.path:
                write_file(output.path, chunks)
            else:
                streams.write(chunks, None if terminal else "utf-8")


def _append(variable: str, chunks: Iterable[str]) -> None:
    """Append to the file an environment variable names; without it, nobody asked."""
    if named := os.environ.get(variable, ""):
        with _explained(Path(named)), Path(named).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(chunks)


def write_file(path: Path, chunks: Iterable[str]) -> None:
    """Write a file as a whole; a device or a pipe, such as /dev/stdout, is written as it is."""
    with _explained(path):
        if path.exists() and not path.is_file():
            _fill(path, chunks)
            return
        target = path.resolve()
        with _stage(target.parent) as stage:
            _fill(stage / "output", chunks)
            (stage / "output").replace(target)


def write_folder(folder: Path, files: Iterable[File]) -> None:
    """Bring a report folder to hold these files, and of the last run's files only these.

    Everything is rendered before anything is replaced. What the manifest of the last run does
    not name is nobody's to touch: it is kept, and a file of the same name stops the run.
    """
    with _explained(folder), _stage(folder) as stage:
        names = []
        for name, chunks in files:
            names.append(_harmless(name))
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            _fill(stage / name, chunks)
        before = _read_manifest(folder)
        for name in (*names, *before):
            _refuse_symlinks(folder, name)
        for name in names:
            _refuse_foreign(folder / name, stage / name, known=name in before)
        # Until the end both runs' files are named: an interrupted run leaves nothing unowned.
        _write_manifest(folder, stage, {*before, *names})
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(folder / name)
        for name in sorted(before.difference(names)):
            _delete(folder, name)
        _write_manifest(folder, stage, set(names))


def _fill(path: Path, chunks: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(chunks)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A folder for unfinished files, on the same file system as the finished ones."""
    folder.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".auditor-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AuditorError(f"{path} cannot be written: {error.strerror or error}") from error


def _harmless(name: str) -> str:
    """A relative path that stays below the folder it is joined to."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or name == MANIFEST:
        raise AuditorError(f"{name!r} is not the name of a report file")
    return name


def _refuse_symlinks(folder: Path, name: str) -> None:
    if not (folder / name).parent.resolve().is_relative_to(folder.resolve()):
        raise AuditorError(f"{folder / name} lies outside of the report folder: a link leads there; remove the link")


def _refuse_foreign(target: Path, page: Path, *, known: bool) -> None:
    if known or not os.path.lexists(target):
        return
    if not target.is_file() or target.read_bytes() != page.read_bytes():
        raise UsageError(f"{target} was not written by auditor and would be lost; choose another folder, or move it")


def _read_manifest(folder: Path) -> set[str]:
    path = folder / MANIFEST
    if not path.exists():
        return set()
    try:
        return {_harmless(name) for name in json.loads(path.read_text(encoding="utf-8"))["files"]}
    except (ValueError, TypeError, KeyError, AttributeError, AuditorError) as error:
        raise UsageError(f"{path} is not the manifest of a report; remove it, or choose another folder") from error


def _write_manifest(folder: Path, stage: Path, names: set[str]) -> None:
    _fill(stage / MANIFEST, [json.dumps({"files": sorted(names)}, indent=2, ensure_ascii=False), "\n"])
    (stage / MANIFEST).replace(folder / MANIFEST)


def _delete(folder: Path, name: str) -> None:
    """Remove a file of the last run, and the folders that are empty without it."""
    (folder / name).unlink(missing_ok=True)
    for parent in (folder / name).relative_to(folder).parents:
        if parent == Path() or not (folder / parent).is_dir() or any((folder / parent).iterdir()):
            break
        (folder / parent).rmdir()
