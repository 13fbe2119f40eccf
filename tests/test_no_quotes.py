"""`--no-quotes`: what an article says stands in no log and in no report."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auditor import api, handbook
from auditor.cli import main
from auditor.detectors import discover as detectors
from auditor.model import Article
from auditor.reporters import Context, discover
from auditor.settings import Settings
from auditor.stages import Audit

# So many words in a row are the article's; shorter ones may be names, or words anybody uses.
RUN = 5
_WORD = re.compile(r"\w+")


def runs(text: str) -> set[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def printed(audit: Audit) -> str:
    """Every output, but for the pages of the rules in SARIF, which show their examples."""
    context = Context(originals=audit.texts)
    parts = []
    for name, reporter in discover().items():
        for _, chunks in reporter.render(audit.report, {}, context=context):
            text = "".join(chunks)
            parts.append(json.dumps(json.loads(text)["runs"][0]["results"]) if name == "sarif" else text)
    return "\n".join(parts)


EXAMPLES = [
    pytest.param(example, id=f"{detector.rule.code}-{number}")
    for detector in detectors()
    for number, example in enumerate(detector.examples)
    if example.flagged
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_finding_of_any_rule_gives_its_article_away(
    example: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in example.tables.items():
        Path(name).write_text(text, encoding="utf-8")
    articles = [Article.of(name, text) for name, text in example.articles.items()]
    chosen = {**example.settings, "no-quotes": True, "preview": True, "jobs": 1}
    audit = api.run(articles, settings=msgspec.convert(chosen, Settings))
    assert audit.report.findings
    own = "\n".join(handbook.summary(detector) for detector in detectors())
    said = set().union(*(runs(article.text) for article in articles)) - runs(own)
    leaked = said & runs(printed(audit))
    assert not leaked


def test_the_command_keeps_texts_out_of_everything(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    folder = tmp_path / "articles"
    folder.mkdir()
    for seed in Path("seeds").iterdir():
        (folder / seed.name).write_bytes(seed.read_bytes())
    options = [f"{name}={tmp_path / 'out' / name}" for name in discover() if name != "sarif"]
    arguments = [part for option in options for part in ("--output", option)]
    with pytest.raises(SystemExit):
        main(["audit", str(folder), "--no-quotes", "--report", str(tmp_path / "report"), *arguments, "--verbose"])
    captured = capsys.readouterr()
    written = [path.read_text() for path in tmp_path.rglob("*") if path.is_file() and folder not in path.parents]
    assert len(written) > len(options)
    everything = runs("\n".join([captured.out, captured.err, *written]))
    for path in folder.iterdir():
        leaked = runs(path.read_text()) & everything
        assert not leaked


def test_places_counts_and_fingerprints_stay() -> None:
    quoted, silent = (api.run(["seeds"], settings=Settings(no_quotes=quotes)) for quotes in (False, True))
    assert silent.texts == quoted.texts
    for one, other in zip(quoted.report.findings, silent.report.findings, strict=True):
        assert (one.rule, one.article, one.span, one.fingerprint) == (
            other.rule,
            other.article,
            other.span,
            other.fingerprint,
        )
        assert one.quote
        assert not other.quote
    sarif = discover()["sarif"]
    lines = [
        re.findall(
            r'"primaryLocationLineHash":"\w+:\d+"',
            "".join(*(chunks for _, chunks in sarif.render(audit.report, {}, context=Context(originals=audit.texts)))),
        )
        for audit in (quoted, silent)
    ]
    assert lines[0]
    assert all(one == other for one, other in pairwise(lines))
