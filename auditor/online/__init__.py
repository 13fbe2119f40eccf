"""What the web says of cited pages: asked for only with `--online`, remembered in a file of JSON Lines."""

from auditor.online.page import Page, State, load, remember
from auditor.online.visiting import Visitor, visit

__all__ = ["Page", "State", "Visitor", "load", "remember", "visit"]
