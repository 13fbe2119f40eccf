"""What findings about two stories say alike."""

from auditor.model import Link, Severity


def version(link: Link) -> str:
    """How a message about two stories of one outlet begins."""
    return "of the same outlet: " if link.kind == "version" else ""


def severity(link: Link) -> Severity | None:
    """A note within one outlet, which may update and repeat what it wrote; else the rule's own."""
    return Severity.NOTE if link.kind == "version" else None


def numbers(link: Link) -> dict[str, float | str]:
    """The evidence of a finding about a link."""
    measured = {
        "statements": link.statements,
        "aligned_a": link.aligned_a,
        "aligned_b": link.aligned_b,
        "coverage_a": link.coverage_a,
        "coverage_b": link.coverage_b,
        "order": link.order,
        "jaccard": link.jaccard,
    }
    return {name: value for name, value in measured.items() if value is not None}
