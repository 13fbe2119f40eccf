"""Batches in this process, or in worker processes on this machine."""

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Self, TypeVar

from auditor.errors import AuditorError

Batch = TypeVar("Batch")
Result = TypeVar("Result")

# A pool costs some tenths of a second to start; below this much text it never pays.
BATCH_BYTES = 4_000_000


class LocalEngine:
    """Maps a task over batches, in order, on up to `jobs` processes.

    One pool serves the whole run and is started by the first stage that has more than one
    batch; a run of one batch a stage never leaves this process.
    """

    name = "local"

    def __init__(self, jobs: int = 1, batch_bytes: int = BATCH_BYTES) -> None:
        """`batch_bytes` is about how much text, in bytes, a batch should hold."""
        self.batch_bytes = batch_bytes
        self._jobs = max(1, jobs)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def map(self, task: Callable[[Batch], Result], batches: Sequence[Batch]) -> Iterator[Result]:
        """The results of a task, in the order of the batches.

        Raises AuditorError when a worker process dies: half a result is never returned as whole.
        """
        if self._jobs == 1 or len(batches) < 2:
            yield from map(task, batches)
            return
        pool = self._pool = self._pool or ProcessPoolExecutor(self._jobs, mp_context=_context())
        waiting: deque[Future[Result]] = deque()
        remaining = iter(batches)
        try:
            # A window, not all at once: results that nobody took yet would fill the memory.
            for batch in islice(remaining, 2 * self._jobs):
                waiting.append(pool.submit(task, batch))
            while waiting:
                yield waiting.popleft().result()
                for batch in islice(remaining, 1):
                    waiting.append(pool.submit(task, batch))
        except BrokenProcessPool as error:
            raise AuditorError(
                "a worker process died (killed, or out of memory): the audit is incomplete; "
                "try again with --jobs 1, or on fewer articles"
            ) from error


def _context() -> multiprocessing.context.BaseContext:
    # Forking is cheapest and asks nothing of the caller's __main__; it is not safe elsewhere.
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
