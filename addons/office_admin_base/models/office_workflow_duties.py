from typing import NamedTuple

from odoo import models


class Role(NamedTuple):
    """Who does a step, in one name for people to read, and who that is now."""

    label: str
    users: models.Model | None = None
    """Records of ``res.users``, or None where it depends on the document."""
