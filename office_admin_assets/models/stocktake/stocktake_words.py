"""What may come out of a stocktake for a thing, and what may be done about it; Odoo translates where it is a field."""
from odoo.addons.office_admin_count.compare import (
    CONFLICT,
    DAMAGED,
    ENDED,
    IDLE,
    MATCHED,
    MISSING,
    QUANTITY,
    UNEXPECTED,
    UNKNOWN,
    UNLABELLED,
    WRONG_PERSON,
    WRONG_PLACE,
)

UNSEEN = 'unseen'
"""Nobody has seen it yet, and people still count."""

FINE = (MATCHED, UNSEEN)
"""What nobody has to explain."""

RESULTS = [
    (CONFLICT, "Contradiction"), (ENDED, "Ended Already"), (UNKNOWN, "Not in the Ledger"),
    (UNEXPECTED, "Unexpected"), (MISSING, "Missing"), (QUANTITY, "Other Quantity"), (WRONG_PLACE, "Wrong Place"),
    (WRONG_PERSON, "Wrong Person"),
    (DAMAGED, "Damaged"), (UNLABELLED, "No Label"), (IDLE, "Not in Use"), (UNSEEN, "Not Seen Yet"),
    (MATCHED, "As Expected")]
"""What stands on a line; of several the first one, the gravest."""

REMEDIES = [
    ('none', "Nothing to Change"), ('move', "Move to Where It Was Seen"), ('hand_over', "Hand Over to Who Has It"),
    ('give_back', "Take Back into Stock"), ('quantity', "Take the Counted Quantity"), ('gain', "Accept as Found"),
    ('found', "Take into the Ledger Again"), ('loss', "Write Off as Lost"), ('repair', "Have It Repaired"),
    ('dispose', "Dispose Of"), ('label', "Print a New Label")]

RESOLUTIONS = [
    ('none', "Nothing to Do"), ('open', "To Be Explained"), ('proposed', "To Be Approved"),
    ('approved', "Being Carried Out"), ('done', "Settled")]

SETTLED = ('approved', 'done')
"""What is decided about a line stays, whatever is counted afterwards."""

RUNNING = ('draft', 'counting', 'counted')
"""The states in which a team may still change."""
