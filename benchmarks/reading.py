"""How fast records are read, by format: MB of article text a CPU second, before any analysis.

    python benchmarks/reading.py --data FOLDER

FOLDER (or AUDITOR_EVAL_DATA) holds `news/dev.jsonl.gz`. Its records are written in each format
into a temporary folder and read back on one core. `peak` is that of the whole process, which
does not grow with the size of a file of lines.
"""

import argparse
import csv
import gzip
import json
import os
import resource
import tempfile
from pathlib import Path
from time import process_time

import pyarrow as pa
from pyarrow import parquet

from auditor import reading
from auditor.model import Article


def write(folder: Path, lines: bytes) -> None:
    """The records in every format measured."""
    (folder / "news.jsonl").write_bytes(lines)
    (folder / "news.jsonl.gz").write_bytes(gzip.compress(lines, 6))
    records = [json.loads(line) for line in lines.splitlines()]
    (folder / "news.json").write_text(json.dumps(records), encoding="utf-8")
    with (folder / "news.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(records[0]))
        table.writeheader()
        table.writerows(records)
    parquet.write_table(pa.Table.from_pylist(records), folder / "news.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_EVAL_DATA"))
    given = parser.parse_args()
    if not given.data:
        parser.error("say where the evaluation data is: --data FOLDER or AUDITOR_EVAL_DATA=FOLDER")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own, so that what writing takes does not count as reading's peak.
        if writer := os.fork():
            os.waitpid(writer, 0)
        else:
            write(folder, gzip.decompress((given.data / "news" / "dev.jsonl.gz").read_bytes()))
            os._exit(0)
        for file in ("news.jsonl", "news.jsonl.gz", "news.csv", "news.parquet", "news.json"):
            (source,) = reading.collect([folder / file], folder).sources
            start, size, count = process_time(), 0, 0
            for one in reading.read(source):
                assert isinstance(one, Article), one
                size, count = size + len(one.text), count + 1
            speed = size / 1e6 / (process_time() - start)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
            print(f"| {file.partition('.')[2]} | {count:,} | {speed:,.0f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
