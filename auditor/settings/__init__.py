"""What a user may set, where it may be set, and what it makes of the rules.

loaded = settings.load(Path.cwd())
loaded.settings            # Settings
loaded.origins["jobs"]     # "default", a file, "AUDITOR_JOBS" or "--jobs"
settings.detectors(loaded.settings)
"""

from auditor.settings.declaration import IGNORE_FILE, FailOn, Settings
from auditor.settings.loading import Loaded, load
from auditor.settings.schema import schema
from auditor.settings.selection import detectors, effective
from auditor.settings.template import SCHEMA_FILE, in_force, template

__all__ = [
    "IGNORE_FILE",
    "SCHEMA_FILE",
    "FailOn",
    "Loaded",
    "Settings",
    "detectors",
    "effective",
    "in_force",
    "load",
    "schema",
    "template",
]
