"""What the users of other tools write: read, cut into word 5-grams, sign, look up, cluster, write.

    python benchmarks/speed_peers.py TOOL CORPUS.jsonl CLUSTERS.json

Runs in the tool's own environment, and imports nothing of this project. Each tool is used as its documentation
shows, with 128 values and a threshold of 0.7.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

WORD = re.compile(r"\w+")


def documents(path: str) -> Iterator[tuple[str, list[str]]]:
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            words = WORD.findall(record["text"].lower())
            yield record["id"], [" ".join(words[at : at + 5]) for at in range(max(len(words) - 4, 1))]


def datasketch(path: str) -> Iterator[tuple[str, str]]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.7, num_perm=128)
    for name, shingles in documents(path):
        minhash = MinHash(num_perm=128)
        minhash.update_batch([shingle.encode() for shingle in shingles])
        yield from ((name, other) for other in index.query(minhash))
        index.insert(name, minhash, check_duplication=False)


def rensa(path: str) -> Iterator[tuple[str, str]]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.7, num_perm=128, num_bands=16)
    names: list[str] = []
    for number, (name, shingles) in enumerate(documents(path)):
        minhash = RMinHash(num_perm=128, seed=42)
        minhash.update(shingles)
        yield from ((name, names[other]) for other in index.query(minhash))
        index.insert(number, minhash)
        names.append(name)


TOOLS = {"datasketch": datasketch, "rensa": rensa}


def main() -> None:
    tool, corpus, output = sys.argv[1:]
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one, other in TOOLS[tool](corpus):
        root[find(one)] = find(other)
    clusters: dict[str, list[str]] = {}
    for name in root:
        clusters.setdefault(find(name), []).append(name)
    with Path(output).open("w", encoding="utf-8") as file:
        json.dump(list(clusters.values()), file)


if __name__ == "__main__":
    main()
