"""In which words a card says what it is; Odoo translates them where they stand in a field."""

STATES = [
    ('in_stock', "In Stock"), ('in_use', "In Use"), ('lent', "Lent"), ('repair', "In Repair"), ('idle', "Idle"),
    ('ended', "Ended")]

ENDS = [
    ('scrapped', "Scrapped"), ('sold', "Sold"), ('donated', "Donated"), ('swapped', "Swapped"), ('lost', "Lost"),
    ('transferred', "Transferred to Another Company"), ('returned', "Returned to Its Owner"),
    ('merged', "Merged into Another Card")]

ACQUISITIONS = [
    ('bought', "Bought"), ('built', "Built"), ('donated', "Donation"), ('found', "Found"),
    ('transferred', "Transfer from Another Company"), ('leased', "Leased"), ('borrowed', "Borrowed"),
    ('opening', "Taken Over from the Old Ledger")]

OWNERSHIPS = [('own', "Own"), ('leased', "Leased"), ('borrowed', "Borrowed")]

CONDITIONS = [('new', "New"), ('good', "Good"), ('worn', "Worn"), ('damaged', "Damaged"), ('unusable', "Unusable")]
