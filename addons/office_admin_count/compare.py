"""What was counted beside what the books say: plain Python, in as many steps as there are things and rows."""
from collections import defaultdict
from typing import Any, NamedTuple

MATCHED = 'matched'
"""It is where it should be, whole, and as many as there should be."""

MISSING = 'missing'
"""Nobody has seen it."""

UNEXPECTED = 'unexpected'
"""It is in the books, and not in the scope of this count."""

ENDED = 'ended'
"""It has left the books already."""

UNKNOWN = 'unknown'
"""Nothing in the books has this code, or it has none: a candidate for the books."""

WRONG_PLACE = 'wrong_place'
WRONG_PERSON = 'wrong_person'
DAMAGED = 'damaged'
IDLE = 'idle'
UNLABELLED = 'unlabelled'
QUANTITY = 'quantity'
"""Another number of it than the books say."""

CONFLICT = 'conflict'
"""Two people who counted it say different things."""


class Expected(NamedTuple):
    """What the books say of a thing."""

    place: str | None = None
    """Key of its place; None: it may be anywhere."""

    quantity: float = 1
    """How many; with more than one, what is counted in several places is added up."""

    person: str | None = None
    """Name of who has it, empty if nobody has; None: it may be anybody."""


class Seen(NamedTuple):
    """What somebody has seen of a thing."""

    thing: Any
    """The thing of this code; None where none has it."""

    code: str
    key: str
    user: Any
    moment: Any
    """When it was seen; what is seen later counts."""

    place: str = ''
    round: int = 1
    quantity: float = 1
    condition: str = 'good'
    is_unlabelled: bool = False
    person: str = ''
    """Who has it, as the counter has heard; empty if they do not say."""


class Finding(NamedTuple):
    """What came out of the count for one thing, or for one code that no thing has."""

    thing: Any
    code: str
    kinds: frozenset
    seen: tuple
    """What was taken for true, of each who counted it."""

    quantity: float
    """How many were seen."""


def compare(expected, seen, ended=()):
    """Return the :class:`Finding` of each thing that is expected, and of all else that was seen.

    :param dict expected: ``{thing: Expected}``, the scope of the count
    :param seen: :class:`Seen`, in any order, without what their counters have taken back
    :param ended: those of the other things that have left the books
    """
    by_thing, unknown = defaultdict(list), defaultdict(list)
    for one in seen:
        if one.thing is not None:
            by_thing[one.thing].append(one)
        else:
            unknown[one.code or one.key].append(one)
    ended = set(ended)
    findings = [_find(thing, book, by_thing.get(thing, ())) for thing, book in expected.items()]
    for thing, rows in by_thing.items():
        if thing not in expected:
            kind = ENDED if thing in ended else UNEXPECTED
            findings.append(_make(thing, _choose(rows), {kind}))
    findings += [_make(None, _choose(rows), {UNKNOWN}) for rows in unknown.values()]
    return findings


def _find(thing, book, rows):
    if not rows:
        return Finding(thing, '', frozenset({MISSING}), (), 0.0)
    chosen = _choose(rows, is_lot=book.quantity != 1)
    kinds = set()
    if book.place is not None and any(one.place and one.place != book.place for one in chosen):
        kinds.add(WRONG_PLACE)
    if book.person is not None and any(not _is_named(one.person, book.person) for one in chosen):
        kinds.add(WRONG_PERSON)
    finding = _make(thing, chosen, kinds)
    if CONFLICT not in finding.kinds and finding.quantity != book.quantity:
        kinds.add(QUANTITY if finding.quantity else MISSING)
    return finding._replace(kinds=frozenset(finding.kinds | kinds) or frozenset({MATCHED}))


def _is_named(said, name):
    """Whether ``said`` may mean who is called ``name``; who says nothing contradicts nobody."""
    said, name = (''.join(text.casefold().split()) for text in (said, name))
    return said in name


def _make(thing, chosen, kinds):
    """Return the finding of what was chosen, with what its conditions say beside ``kinds``."""
    kinds = set(kinds)
    kinds.update(one.condition for one in chosen if one.condition in (DAMAGED, IDLE))
    if any(one.is_unlabelled for one in chosen):
        kinds.add(UNLABELLED)
    views = defaultdict(list)
    for one in chosen:
        views[one.user].append((one.place, one.quantity, one.condition))
    if len({frozenset(view) for view in views.values()}) > 1:
        kinds.add(CONFLICT)
    quantity = sum(quantity for _place, quantity, _condition in next(iter(views.values())))
    return Finding(thing, chosen[0].code, frozenset(kinds), chosen, quantity)


def _choose(rows, is_lot=False):
    """Return what is taken for true: of each person what they said last, the second count before the first one.

    A second count by who has counted the thing the first time is none.
    """
    first = {one.user for one in rows if one.round == 1}
    second = [one for one in rows if one.round > 1 and one.user not in first]
    last = {}
    for one in sorted(second or [one for one in rows if one.round == 1], key=lambda one: one.moment):
        last[one.user, one.place if is_lot else None] = one
    return tuple(one for one in last.values() if one.quantity or not is_lot) or tuple(last.values())


def get_measures(expected, findings):
    """Return the match rate, the coverage and the label rate in per cent.

    Of the things in the scope: how many match, and how many were seen; of those that were seen: how many have a label
    that can be read. ``198`` of ``200`` that match are 99.0.
    """
    own = [finding for finding in findings if finding.thing is not None and finding.thing in expected]
    seen = [finding for finding in own if finding.seen]
    matched = sum(finding.kinds == {MATCHED} for finding in own)
    labelled = sum(UNLABELLED not in finding.kinds for finding in seen)
    return {
        'match_rate': 100.0 * matched / len(expected) if expected else 100.0,
        'coverage': 100.0 * len(seen) / len(expected) if expected else 100.0,
        'label_rate': 100.0 * labelled / len(seen) if seen else 100.0,
    }
