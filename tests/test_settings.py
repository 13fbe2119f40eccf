"""Settings: where they come from, what is refused and how, and which rules they select."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor import settings
from auditor.detectors import discover
from auditor.errors import SettingsError
from auditor.settings import Settings


def codes(**chosen: Any) -> list[str]:
    return [detector.rule.code for detector in settings.detectors(Settings(**chosen))]


def write(folder: Path, text: str, name: str = "auditor.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command_line_beats_the_environment_beats_the_file_beats_the_default(tmp_path: Path) -> None:
    path = write(tmp_path, 'jobs = 2\npreview = true\nignore = ["BIO"]\nfail-on = "note"\n')
    loaded = settings.load(
        tmp_path,
        environ={"AUDITOR_JOBS": "3", "AUDITOR_PREVIEW": "no", "AUDITOR_FULL": "", "AUDITOR_EVAL_DATA": "/data"},
        overrides={"jobs": 4, "raw": None},
    )
    assert loaded.settings == Settings(jobs=4, ignore=("BIO",), fail_on=settings.FailOn.NOTE)
    assert loaded.origins["jobs"] == "--jobs"
    assert loaded.origins["preview"] == "AUDITOR_PREVIEW"
    assert loaded.origins["ignore"] == str(path)
    assert loaded.origins["raw"] == loaded.origins["full"] == "default"


def test_the_nearest_file_wins_and_a_project_file_without_the_table_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    write(tmp_path, "jobs = 2\n")
    write(tmp_path / "a", "[tool.other]\nx = 1\n", "pyproject.toml")
    assert settings.load(folder).settings.jobs == 2
    write(tmp_path / "a", "[tool.auditor]\njobs = 3\n", "pyproject.toml")
    assert settings.load(folder).settings.jobs == 3
    write(tmp_path / "a", "jobs = 4\n")
    assert settings.load(folder).settings.jobs == 4
    assert settings.load(folder, config=tmp_path / "auditor.toml").settings.jobs == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slect = []", ['unknown key "slect"', 'did you mean "select"?']),
        ('fail-on = "warn"', ["fail-on", "one of", '"warn"', 'did you mean "warning"?']),
        ("jobs = -1", ["jobs", "at least 0", "got -1"]),
        ("jobs = 1.5", ["jobs", "a whole number", "got 1.5"]),
        ('raw = "yes"', ["raw", "true or false"]),
        ('select = "DUP"', ["select", "a list"]),
        ('select = ["DUP0O1"]', ["select", "a rule code", 'did you mean "DUP001"?']),
        ("[rules.DUP01]\nseverity = 'note'", ['unknown rule "DUP01"', 'did you mean "DUP001"?']),
        ("[rules.DUP001]\nseverty = 'note'", ['"severty" in [rules.DUP001]', 'did you mean "severity"?']),
        ("[rules.DUP001]\nseverity = 'fatal'", ["rules.DUP001.severity", "one of", '"fatal"']),
        ("rules = 3", ["rules", "a table"]),
        ("jobs = !\n", ["not a valid TOML file", "line 1"]),
    ],
)
def test_what_is_wrong_is_named_with_file_key_and_expectation(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        settings.load(tmp_path)
    assert str(error.value).startswith(f"{path}: ")
    for part in expected:
        assert part in str(error.value)


def test_errors_outside_of_files_name_the_variable_or_the_option(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r'^AUDITOR_JOBS: expected a whole number, got "many"$'):
        settings.load(tmp_path, environ={"AUDITOR_JOBS": "many"})
    with pytest.raises(SettingsError, match=r"^--select: expected a rule code"):
        settings.load(tmp_path, overrides={"select": ["NOPE"]})


@pytest.mark.parametrize("name", ["missing.toml", "pyproject.toml", "."])
def test_a_named_file_must_hold_settings(tmp_path: Path, name: str) -> None:
    write(tmp_path, "[project]\nname = 'x'\n", "pyproject.toml")
    with pytest.raises(SettingsError, match=re.escape(str(tmp_path))):
        settings.load(tmp_path, config=tmp_path / name)


def test_the_longer_selector_decides() -> None:
    everything = [detector.rule.code for detector in discover() if not (detector.rule.preview or detector.rule.online)]
    assert codes() == everything
    duplication = [code for code in everything if code.startswith("DUP")]
    assert codes(select=("DUP",)) == duplication
    assert codes(select=("DUP",), ignore=("DUP001",)) == duplication[1:]
    assert codes(select=("DUP001", "SRC"), ignore=("DUP",)) == ["DUP001", *(c for c in everything if c[:3] == "SRC")]
    with pytest.raises(SettingsError, match="no rule is left"):
        codes(ignore=("ALL",))


def test_settings_made_in_code_are_checked_too() -> None:
    with pytest.raises(SettingsError, match="DUP0x"):
        codes(select=("DUP0x",))
    with pytest.raises(SettingsError, match=r"rules\.DUP001\.severity"):
        codes(rules={"DUP001": {"severity": "fatal"}})


def test_a_rule_receives_its_settings() -> None:
    chosen = Settings(select=("DUP004",), rules={"DUP004": {"severity": "note", "min-words": 31}})
    (detector,) = settings.detectors(chosen)
    assert (str(detector.severity), detector.min_words) == ("note", 31)  # type: ignore[attr-defined]
    assert settings.effective(chosen)["rules"] == {"DUP004": {"severity": "note", "min-words": 31}}


def test_effective_settings_hold_nothing_that_may_not_change_the_report() -> None:
    printed = settings.effective(Settings(jobs=7, fail_on=settings.FailOn.NEVER))
    assert printed == settings.effective(Settings())
    assert not printed.keys() & {"jobs", "fail-on"}
    assert set(printed["rules"]) == set(codes())
    json.dumps(printed)


def test_the_schema_is_valid_and_describes_every_setting() -> None:
    schema = settings.schema()
    Draft202012Validator.check_schema(schema)
    for name, property_ in schema["properties"].items():
        assert property_["description"], name
    assert list(schema["properties"]["rules"]["properties"]) == [detector.rule.code for detector in discover()]


def test_the_template_holds_every_default_and_loads(tmp_path: Path) -> None:
    text = settings.template()
    assert tomllib.loads(text) == {}
    path = write(tmp_path, re.sub(r"(?m)^#(?=[\w\[])", "", text))
    loaded = settings.load(tmp_path).settings
    assert settings.effective(loaded) == settings.effective(Settings())
    assert set(tomllib.loads(path.read_text())["rules"]) == {detector.rule.code for detector in discover()}


def test_what_is_in_force_is_a_valid_file_with_origins(tmp_path: Path) -> None:
    write(tmp_path, "[rules.DUP004]\nmin-words = 40\n")
    loaded = settings.load(tmp_path, environ={"AUDITOR_JOBS": "2"})
    text = settings.in_force(loaded)
    assert re.search(r"(?m)^jobs = 2 +# AUDITOR_JOBS$", text)
    assert re.search(rf"(?m)^min-words = 40 +# {re.escape(str(tmp_path))}", text)
    write(tmp_path, text)
    assert settings.load(tmp_path).settings.jobs == 2


def test_hostile_project_files_are_usage_errors(tmp_path: Path) -> None:
    write(tmp_path, "[tool]\nauditor = 3\n", "pyproject.toml")
    with pytest.raises(SettingsError, match="must be a table"):
        settings.load(tmp_path)
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not a valid TOML file"):
        settings.load(tmp_path)
