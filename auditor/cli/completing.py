"""What a shell may offer at the tab key beside commands, options and files: codes, formats, levels, names."""

from collections.abc import Iterator


def codes(incomplete: str) -> Iterator[tuple[str, str]]:
    """Rules by code, families of rules and ALL, for the last of several that stand behind commas."""
    from auditor.detectors import discover

    before, comma, last = incomplete.rpartition(",")
    rules = [detector.rule for detector in discover()]
    offered = [("ALL", "every rule")]
    offered += [
        (family, "a family of rules") for family in dict.fromkeys(rule.code.rstrip("0123456789") for rule in rules)
    ]
    offered += [(rule.code, rule.name) for rule in rules]
    yield from ((before + comma + code, said) for code, said in offered if code.startswith(last.upper()))


def explained(incomplete: str) -> Iterator[tuple[str, str]]:
    """What `auditor explain` has a page for."""
    from auditor.detectors import discover

    pages = [(detector.rule.code, detector.rule.name) for detector in discover()]
    pages.append(("reliability", "how articles are graded"))
    yield from ((code, said) for code, said in pages if code.lower().startswith(incomplete.lower()))


def formats(incomplete: str) -> Iterator[str]:
    """The formats of `--output`."""
    from auditor.reporters import discover

    yield from (name for name in discover() if name.startswith(incomplete))


def levels(incomplete: str) -> Iterator[str]:
    """The levels of `--fail-on`."""
    from auditor.settings import FailOn

    yield from (level.value for level in FailOn if level.value.startswith(incomplete))


def schemas(incomplete: str) -> Iterator[str]:
    """The names `auditor schema` takes."""
    from auditor.schemas import names

    yield from (name for name in names() if name.startswith(incomplete))
