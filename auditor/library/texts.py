"""Articles as a library holds them: compressed, taken apart already, or by reference to their file."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auditor.dissection import Dissection
from auditor.errors import UnreadableError
from auditor.model import Article, Skip, Story
from auditor.outlets import Outlets
from auditor.reading import Options, Source, read
from auditor.text import Lines

# What deflate looks back on. Words that most articles have need not be in each of them again.
_WINDOW = 32_768
_EXCERPTS = 64
# Ids of what a library holds; those of files have no such beginning on their own.
PREFIX = "library:"

_ANATOMY = msgspec.msgpack.Decoder(tuple[str, tuple[Story, ...]])


class Packing:
    """Compresses texts with a dictionary in common."""

    def __init__(self, dictionary: bytes) -> None:
        """`dictionary` is what `learn` made, and must be the same for both directions."""
        self.dictionary = dictionary

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "Packing":
        """A dictionary of excerpts from the middle of texts of the kind."""
        chosen = texts[:: max(1, len(texts) // _EXCERPTS)][:_EXCERPTS]
        size = _WINDOW // max(1, len(chosen))
        cuts = (_bytes(text) for text in chosen)
        return cls(b"".join(cut[len(cut) // 3 :][:size] for cut in cuts)[:_WINDOW])

    def pack(self, data: bytes) -> bytes:
        """Zlib data, with a checksum."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_DEFAULT_STRATEGY, self.dictionary)
        return packer.compress(data) + packer.flush()

    def unpack(self, data: bytes) -> bytes:
        """The opposite. Raises zlib.error."""
        unpacker = zlib.decompressobj(15, self.dictionary)
        return unpacker.decompress(data) + unpacker.flush()

    def pack_text(self, article: Article) -> bytes:
        """The text of an article."""
        return self.pack(_bytes(article.text))

    def pack_anatomy(self, dissection: Dissection) -> bytes:
        """What taking it apart gave."""
        stories = tuple(msgspec.structs.replace(one, title=whole(one.title)) for one in dissection.stories)
        return self.pack(msgspec.msgpack.encode((dissection.language, stories)))


@dataclass(frozen=True)
class Row:
    """An article as the table has it; `file` is where it was read, for texts by reference."""

    article: Article
    file: Path
    anatomy: bytes
    text: bytes | None


def restored(row: Row, packing: Packing, known: Outlets, options: Options) -> Dissection:
    """The article as it was taken apart. Raises UnreadableError when its text is not what it was."""
    try:
        text = _referenced(row, options) if row.text is None else _text(packing.unpack(row.text))
        language, stories = _ANATOMY.decode(packing.unpack(row.anatomy))
    except (msgspec.DecodeError, UnicodeDecodeError, zlib.error) as error:
        raise UnreadableError("its record in the library is damaged") from error
    article = msgspec.structs.replace(row.article, text=text)
    return Dissection(article, language, Lines(text), stories, known)


def _referenced(row: Row, options: Options) -> str:
    article = row.article
    try:
        size = row.file.stat().st_size
    except OSError as error:
        raise UnreadableError(f"the library refers to {row.file}, which is gone") from error
    for found in read(Source(article.path, row.file, size), options):
        if isinstance(found, Skip) or found.number != article.number:
            continue
        if found.sha256 == article.sha256:
            return found.text
    raise UnreadableError(f"the library refers to {row.file}, whose content changed since it was added")


def member(dissection: Dissection) -> Dissection:
    """The same under an id that says that the library has it."""
    article = dissection.article
    named = msgspec.structs.replace(article, id=PREFIX + article.id, path=PREFIX + article.path)
    return Dissection(named, dissection.language, dissection.lines, dissection.stories, dissection.outlets)


def whole(text: str) -> str:
    """Text without halves of surrogate pairs, which no database and no UTF-8 takes; of the same length."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def _text(data: bytes) -> str:
    return data.decode(errors="surrogatepass")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def origins(sources: Sequence[Source | Article]) -> Mapping[str, Path]:
    """The files by the paths that articles have."""
    return {source.id: source.path for source in sources if isinstance(source, Source)}
