"""Outlets of a user's own, and who published files that cannot say it themselves."""

from pathlib import Path

import pytest

import auditor
from auditor import api, stages
from auditor.engines.local import LocalEngine
from auditor.model import Article, Report
from auditor.outlets import Entry, outlets
from auditor.reading import Origin, with_origin
from auditor.settings import detectors, effective, in_force, load

SETTINGS = """
[outlets."The Tarn Wire"]
aliases = ["Tarnwire"]
domains = ["tarnwire.example"]
agency = true

[files."courier/**"]
outlet = "The Tarn Courier"
site = "courier.example"
"""
WIRE = (
    "The water board will close the upper reservoir at Tarn for two years, an engineer told Tarnwire. "
    "Its dam has moved by nine millimetres since January, Tarnwire reported, citing the inspection. "
    "Forty houses below the dam were emptied on Sunday night, and the school stays shut until Easter. "
    "The board expects to spend eleven million on the repair, half of it on new drains."
)
RETOLD = (
    "For two years the upper reservoir at Tarn will be closed by the water board. "
    "Since January its dam has moved by nine millimetres. "
    "On Sunday night forty houses below the dam were emptied, and until Easter the school stays shut. "
    "Half of the eleven million that the board expects to spend on the repair is for new drains."
)


def run(folder: Path, settings: str, jobs: int = 1, batch_bytes: int = 4_000_000) -> Report:
    (folder / "auditor.toml").write_text(settings, encoding="utf-8")
    loaded = load(folder).settings
    plan = stages.Plan(
        detectors=detectors(loaded),
        settings=effective(loaded),
        outlets=outlets(tuple(loaded.outlets.items())),
        origins=tuple(loaded.files.items()),
    )
    with LocalEngine(jobs, batch_bytes) as engine:
        return stages.run(api.inputs(folder, folder), plan, engine).report


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def rules(report: Report) -> set[tuple[str, str]]:
    return {(finding.article, finding.rule) for finding in report.findings}


def test_an_agency_of_ones_own_is_credited_and_its_credit_missed(tmp_path: Path) -> None:
    write(tmp_path, wire=WIRE, retold=RETOLD)
    assert ("retold.txt", "ATT001") not in rules(run(tmp_path, ""))
    report = run(tmp_path, SETTINGS)
    assert ("retold.txt", "ATT001") in rules(report)
    assert report.families[0].upstream.credited == "The Tarn Wire"


def test_a_citation_of_an_outlet_of_ones_own_is_known(tmp_path: Path) -> None:
    cited = f"{RETOLD}\n\nSource: Tarnwire\n"
    write(tmp_path, cited=cited)
    # Under a paragraph stands the source of a chart, unless it names a news outlet.
    assert ("cited.txt", "CIT001") not in rules(run(tmp_path, ""))
    assert ("cited.txt", "CIT001") in rules(run(tmp_path, SETTINGS))


def test_files_of_a_folder_have_its_outlet(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path, **{f"courier__{n}": RETOLD + "\n" * n})
    assert "SRC001" in {rule for _, rule in rules(run(tmp_path, ""))}
    # One outlet that tells its own story again is no false confirmation.
    assert "SRC001" not in {rule for _, rule in rules(run(tmp_path, SETTINGS))}


def test_workers_know_the_outlets_too(tmp_path: Path) -> None:
    write(tmp_path, wire=WIRE, retold=RETOLD, courier__a=WIRE, courier__b=RETOLD)
    assert run(tmp_path, SETTINGS, jobs=2, batch_bytes=1) == run(tmp_path, SETTINGS)


def test_compare_and_audit_take_them_from_settings() -> None:
    own = auditor.Settings(
        outlets={"The Tarn Wire": Entry(aliases=("Tarnwire",))}, files={"wire": Origin(outlet="The Tarn Wire")}
    )
    articles = [Article.of("retold", RETOLD + " Nobody was hurt, Tarnwire reported."), Article.of("wire", WIRE)]
    (family,) = auditor.audit(articles, settings=own).families
    assert (family.upstream.in_corpus, family.upstream.story) == (True, "wire")
    assert auditor.compare(WIRE, RETOLD, settings=own).relation == auditor.compare(WIRE, RETOLD).relation


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("courier", "courier/a.txt", True),
        ("courier/", "courier/deep/a.txt", True),
        ("./courier", "courier/a.txt", True),
        ("courier", "courier.txt", False),
        ("courier/*.txt", "courier/a.txt", True),
        ("courier/*.txt", "courier/deep/a.txt", False),
        ("courier/**/*.txt", "courier/a.txt", True),
        ("courier/**/*.txt", "courier/very/deep/a.txt", True),
        ("**/2024/*", "courier/2024/a.txt", True),
        ("**/2024/*", "2024/a.txt", True),
        ("*.txt", "a.txt", True),
        ("*.txt", "courier/a.txt", False),
        ("**", "courier/a.txt", True),
        ("a?c.txt", "abc.txt", True),
        ("a?c.txt", "a/c.txt", False),
        ("a[1].txt", "a[1].txt", True),
        ("a+.txt", "aa.txt", False),
        ("", "a.txt", False),
    ],
)
def test_patterns(pattern: str, path: str, *, fits: bool) -> None:
    article = with_origin(Article.of(path, "text"), [(pattern, Origin(outlet="The Courier"))])
    assert article.outlet == ("The Courier" if fits else "")


def test_a_record_wins_over_settings_and_a_later_pattern_over_an_earlier() -> None:
    origins = (("**", Origin(outlet="All", site="all.example")), ("a/*", Origin(outlet="A")))
    stated = with_origin(Article.of("a/1.md", "text", outlet="The Record"), origins)
    plain = with_origin(Article.of("a/1.txt", "text"), origins)
    assert (stated.outlet, stated.site) == ("The Record", "all.example")
    assert (plain.outlet, plain.site) == ("A", "all.example")


def test_what_is_in_force_is_a_file_again(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text(SETTINGS, encoding="utf-8")
    first = load(tmp_path)
    shown = in_force(first)
    (tmp_path / "auditor.toml").write_text(shown, encoding="utf-8")
    again = load(tmp_path).settings
    assert (again.outlets, again.files) == (first.settings.outlets, first.settings.files)
    assert str(tmp_path) in next(line for line in shown.splitlines() if line.startswith("outlets = "))
    printed = effective(first.settings)
    assert printed["outlets"]["The Tarn Wire"]["agency"] is True
    assert printed["files"]["courier/**"] == {"outlet": "The Tarn Courier", "site": "courier.example"}
