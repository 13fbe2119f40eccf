"""Batches on a Ray cluster, or on one that is started on this machine for the run.

Core tasks and nothing more: a batch goes out as bytes, its result comes back as bytes, and both are
taken in order. What runs is the function that would run here, so that the report is the same.
"""

import os
import pickle
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from auditor import __version__
from auditor.errors import AuditorError, UsageError

Batch = TypeVar("Batch")
Result = TypeVar("Result")

# A task costs about a millisecond to hand out, and this much text some seconds to audit.
BATCH_BYTES = 4_000_000
# How often a batch is given to another worker when the one that had it died.
RETRIES = 3
# How long a cluster may take to answer, in seconds.
_PATIENCE = 10.0
# Batches under way for each processor: one that runs and one that waits for it.
_AHEAD = 2
_HOW = "pip install 'article-auditor[ray]'"

# The task this worker was last given, so that its tables are unpacked once and not for every batch.
_last: tuple[str, Callable[[Any], Any]] | None = None


class RayEngine:
    """Maps a task over batches, in order, on the workers of a Ray cluster.

    Files are read where the work is: every node must see them under the same path, and have this
    version of the program. A batch whose worker dies is given to another, up to three times.
    """

    name = "ray"

    def __init__(self, jobs: int = 0, address: str = "", batch_bytes: int = BATCH_BYTES) -> None:
        """Connect to the cluster at `address` or RAY_ADDRESS, else start one of `jobs` processors here.

        Raises UsageError without Ray, and AuditorError when the cluster does not answer.
        """
        # An audit tells nobody that it took place.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_DEDUP_LOGS", "0")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            import ray
        except ModuleNotFoundError as error:
            raise UsageError(f"the engine ray needs Ray: {_HOW}") from error
        self.batch_bytes = batch_bytes
        self._ray: Any = ray
        self._aside = redirect_stdout(sys.stderr)
        self._own = not self._ray.is_initialized()
        if self._own:
            self._connect(jobs, address or os.environ.get("RAY_ADDRESS", ""))
        self._window = _AHEAD * max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._remote = self._ray.remote(num_cpus=1, max_retries=RETRIES)(_run)

    def _connect(self, jobs: int, address: str) -> None:
        _answering(address)
        quiet = {"log_to_driver": False, "logging_level": "error"}
        try:
            if address:
                self._ray.init(address=address, **quiet)
            else:
                self._ray.init(address="local", num_cpus=max(1, jobs), include_dashboard=False, **quiet)
        except (ConnectionError, OSError, RuntimeError, TimeoutError, ValueError) as error:
            place = f"the Ray cluster at {address} does not answer" if address else "Ray could not be started here"
            reason = str(error).strip().partition("\n")[0]
            raise AuditorError(f"{place}: {reason}") from error

    def __enter__(self) -> Self:
        if self._own:
            # Ray prints what befalls its workers to standard output, where a report may go.
            self._aside.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own:
            self._ray.shutdown()
            self._aside.__exit__(kind, error, trace)

    def map(self, task: Callable[[Batch], Result], batches: Sequence[Batch]) -> Iterator[Result]:
        """The results of a task, in the order of the batches.

        Raises AuditorError when workers die again and again: half a result is never returned as whole.
        """
        if not batches:
            return
        failures = self._ray.exceptions
        # Handed over once, and fetched once by each node; batches are sent with their tasks.
        told, name = self._ray.put(self._ray.cloudpickle.dumps(task)), uuid4().hex
        waiting: deque[Any] = deque()
        remaining = iter(batches)
        try:
            # A window, not all at once: results that nobody took yet would fill the memory.
            for batch in islice(remaining, self._window):
                waiting.append(self._remote.remote(__version__, name, told, pickle.dumps(batch)))
            while waiting:
                done = self._ray.get(waiting.popleft())
                for batch in islice(remaining, 1):
                    waiting.append(self._remote.remote(__version__, name, told, pickle.dumps(batch)))
                # From workers that are this program, as those of a pool on this machine are.
                yield pickle.loads(done)  # noqa: S301
        except failures.RayTaskError as error:
            if isinstance(error.cause, AuditorError):
                raise error.cause from error
            raise
        except failures.RayError as error:
            raise AuditorError(
                f"workers of the cluster died {RETRIES + 1} times over one batch, or the cluster went away "
                f"({type(error).__name__}): the audit is incomplete; give the workers more memory, or try again"
            ) from error


def _answering(address: str) -> None:
    """Raises AuditorError when nobody listens at an address: Ray itself would try for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
        except (OSError, OverflowError) as error:
            raise AuditorError(f"the Ray cluster at {address} does not answer: {error}") from error


def _run(version: str, name: str, told: bytes, batch: bytes) -> bytes:
    """A task over a batch, on a worker. Both travel as bytes: what is unpacked here may be written to."""
    global _last  # noqa: PLW0603  # a worker serves one run at a time, and this is its memory
    if version != __version__:
        raise AuditorError(f"a worker has version {__version__} of auditor and not {version}; install the same on all")
    if _last is None or _last[0] != name:
        _last = (name, pickle.loads(told))  # noqa: S301
    return pickle.dumps(_last[1](pickle.loads(batch)), protocol=pickle.HIGHEST_PROTOCOL)  # noqa: S301
