"""How far an audit is, and what each stage of it took."""

import os
import sys
from collections.abc import Iterator
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

_EVERY = 0.1
# A rate over less than this, in seconds, says nothing about what is left.
_TELLING = 1.0
_MINUTE, _HOUR = 60, 3600


class Stage(NamedTuple):
    """A stage as it begins: the seconds on the clock, and the most memory held until then, in MB."""

    name: str
    seconds: float
    megabytes: float


class Progress:
    """One line on standard error that says how far the audit is, and goes away at its end.

    Silent unless standard error is a terminal that can move its cursor, outside of CI. It keeps
    what each stage took, shown or not.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        """`quiet` silences it wherever it is."""
        terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = terminal and not quiet and not os.environ.get("CI")
        self._last = 0.0
        self._dirty = False
        self._stages: list[Stage] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begin("report")
        if self._dirty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Told by the audit: the stage, how much of it is done, and how much there is."""
        if not self._stages or self._stages[-1].name != stage:
            self._begin(stage)
        now = monotonic()
        if not self._shown or now - self._last < _EVERY:
            return
        self._last, self._dirty = now, True
        sys.stderr.write(f"\r\x1b[K{stage}: {amount(done, total, now - self._stages[-1].seconds)}")
        sys.stderr.flush()

    def _begin(self, stage: str) -> None:
        self._stages.append(Stage(stage, monotonic(), _peak()))

    def cost(self) -> Iterator[str]:
        """What each stage took, in lines: seconds of the clock, and the most memory held by its end."""
        ends = [*self._stages[1:], Stage("", monotonic(), _peak())]
        for stage, end in zip(self._stages, ends, strict=True):
            yield f"stage {stage.name}: {end.seconds - stage.seconds:.1f} s{_held(end.megabytes)}"
        if worker := _peak(workers=True):
            yield f"the largest worker process held {worker:,.0f} MB at most"


def amount(done: int, total: int, seconds: float) -> str:
    """How much is done of how much, at which rate, and how long the rest will take at it."""
    if not done:
        return f"{total:,}"
    told = f"{done:,} of {total:,}"
    if seconds < _TELLING:
        return told
    return f"{told}, {done / seconds:,.1f} a second, {_duration((total - done) * seconds / done)} left"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE}:{whole % _MINUTE:02} min"
    return f"{whole // _HOUR}:{whole % _HOUR // _MINUTE:02} h"


def _held(megabytes: float) -> str:
    return f", {megabytes:,.0f} MB at most until then" if megabytes else ""


def _peak(*, workers: bool = False) -> float:
    """The most memory this process, or one of its workers that ended, held at once; 0 where nobody counts it."""
    try:
        import resource
    except ModuleNotFoundError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_CHILDREN if workers else resource.RUSAGE_SELF).ru_maxrss
    # Bytes on macOS, kilobytes elsewhere.
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
