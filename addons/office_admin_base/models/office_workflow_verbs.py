"""Who may do a verb, beside groups: what stands in the last column of the table of verbs."""

REQUESTER = 'requester'
"""``who`` of a verb: the person who made the document."""

CONCERNED = 'concerned'
"""``who`` of a verb: the person who made the document and those for whom it is."""

ENGINE = 'engine'
"""``who`` of a verb: only our own code, for example when the last approver has decided."""

GAIN = 'gain'
"""In a set of exclusive verbs: what those do, without any verb, for whom the document is."""
