"""The rules, one file per family. They are found by looking, never listed by hand."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from auditor.detector import Detector


@cache
def discover() -> tuple[type[Detector], ...]:
    """Every detector of this package, in the order of their codes.

    Raises ValueError when two detectors share a code.
    """
    found: dict[str, type[Detector]] = {}
    for module in iter_modules(__path__):
        for item in vars(import_module(f"{__name__}.{module.name}")).values():
            if not (isinstance(item, type) and issubclass(item, Detector) and "rule" in vars(item)):
                continue
            if found.setdefault(item.rule.code, item) is not item:
                raise ValueError(f"two detectors share the code {item.rule.code}")
    return tuple(found[code] for code in sorted(found))
