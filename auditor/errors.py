"""What can go wrong, and the exit code each kind ends a command with.

An error carries one sentence for a person: what happened, where, and what to do about it.
"""

from typing import ClassVar


class AuditorError(Exception):
    """An audit could not be completed. Exit code 3: an incomplete scan never passes."""

    exit_code: ClassVar[int] = 3


class UsageError(AuditorError):
    """The command, a path, a rule code or a setting is wrong. Exit code 2."""

    exit_code: ClassVar[int] = 2


class SettingsError(UsageError):
    """A settings file or value is not valid. The message names file, key and expectation."""


class UnreadableError(AuditorError):
    """One file or record cannot be read. Readers raise it; the audit turns it into a skip."""
