"""What a library has that may be related to new articles."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from auditor import stages
from auditor.errors import UnreadableError
from auditor.library import indexing, store
from auditor.library.building import frozen, settings
from auditor.library.rows import dictionary, rows
from auditor.library.texts import PREFIX, Packing, Row, member, restored
from auditor.model import Article, Skip, story_id
from auditor.stages import Engine, Examined, Plan, Recalled
from auditor.stages.listing import listed
from auditor.tokens import tokenise

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BYTES = 6000


@dataclass(frozen=True)
class Library:
    """A library that is open for reading."""

    path: Path
    connection: "DuckDBPyConnection"

    @classmethod
    @contextmanager
    def open(cls, path: Path, plan: Plan) -> Iterator[Self]:
        """Raises UsageError when it is not there, damaged, of another version or of other settings."""
        with store.reading(path, settings(plan)) as connection:
            yield cls(path, connection)

    def recall(self, examined: Sequence[Examined], plan: Plan, engine: Engine) -> Recalled:
        """The articles of the library that may be related to these, taken apart as they were.

        An article is not recalled for itself: one of the same id, or of the same content whose
        path ends alike.
        """
        stories = [story for one in examined for story in one.stories]
        table, left_out = frozen(self.connection, stories)
        found = indexing.lookup(self.connection, indexing.keys(stories, table, left_out))
        places = self._places({known for pairs in found.pairs.values() for _, known in pairs})
        incoming = [one.dissection.article for one in examined for _ in one.stories]
        loaded = dict(rows(self.connection, self.path.parent, sorted({article for article, _ in places.values()})))
        pairs: dict[tuple[str, str], list[str]] = {}
        wanted: set[int] = set()
        for lane, of_lane in found.pairs.items():
            for new, known in of_lane:
                article, number = places[known]
                row = loaded[article].article
                if not _itself(incoming[new], row):
                    wanted.add(article)
                    pairs.setdefault((story_id(PREFIX + row.id, number), stories[new].id), []).append(lane)
        packing = Packing(dictionary(self.connection))
        task = partial(_members, packing=packing, plan=plan)
        batches = list(
            stages.in_batches((loaded[number] for number in sorted(wanted)), lambda _: _BYTES, engine.batch_bytes)
        )
        members = list(chain.from_iterable(engine.map(task, batches)))
        skipped = tuple(one for one in members if isinstance(one, Skip))
        unread = {skip.path for skip in skipped}
        return Recalled(
            examined=tuple(one for one in members if isinstance(one, Examined)),
            pairs={
                pair: tuple(lanes) for pair, lanes in pairs.items() if not unread or pair[0].split("@")[0] not in unread
            },
            weights=table,
            furniture=left_out,
            notes=found.notes,
            skipped=skipped,
        )

    def _places(self, wanted: set[int]) -> Mapping[int, tuple[int, int]]:
        """The article of each story, and its number there."""
        import numpy as np

        with store.given(self.connection, "wanted", {"story": np.array(sorted(wanted), dtype=np.uint32)}):
            found = self.connection.execute(
                "SELECT story, article, number FROM stories SEMI JOIN wanted USING (story)"
            ).fetchall()
        return {story: (article, number) for story, article, number in found}


def _itself(new: Article, known: Article) -> bool:
    if new.id == known.id:
        return True
    ends = f"/{new.path}".endswith(f"/{known.path}") or f"/{known.path}".endswith(f"/{new.path}")
    return ends and new.sha256 == known.sha256


def _members(some: Sequence[Row], packing: Packing, plan: Plan) -> list[Examined | Skip]:
    """Articles as they were examined when they were added, under the ids of members of a library."""
    found: list[Examined | Skip] = []
    for row in some:
        try:
            one = member(restored(row, packing, plan.outlets, plan.options))
        except UnreadableError as error:
            found.append(Skip(PREFIX + row.article.id, str(error), row.article.line))
            continue
        entry = replace(listed(one, None, full=plan.full), library=True)
        found.append(Examined(one, tuple(tokenise(one, story) for story in one.stories), (), (), entry))
    return found
