"""What the state of a document means."""
from typing import NamedTuple

OPEN = 'open'
"""Kind of a state: somebody waits, and nobody in particular answers for it."""

OWNED = 'owned'
"""Kind of a state: somebody waits, and one person answers for it, who may hand it over."""

ENDED = 'ended'
"""Kind of a state: nothing is left to do, but to confirm it or to open it again."""


class State(NamedTuple):
    """What a state means; all that depends on the state of a document is read from here."""

    label: str
    """What people read, in their language."""

    kind: str
    """:data:`OPEN`, :data:`OWNED` or :data:`ENDED`."""

    colour: str = 'secondary'
    """Bootstrap's name of the colour in which people see it."""

    queue: str | None = None
    """The role on whose page it stands, as work that waits."""

    is_initial: bool = False
    """Whether documents are made in it, and may be changed and deleted; the first such state is the default."""

    is_reopened: bool = False
    """Whether it is the one to which a document goes back that was opened again."""
