from odoo.tests import TransactionCase, tagged

from ..compare import (
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
    Expected,
    Seen,
    compare,
    get_measures,
)


@tagged('post_install', '-at_install')
class TestCompare(TransactionCase):
    """Plain Python: things, people and moments are numbers here."""

    def _compare(self, expected, *seen, ended=()):
        rows = [Seen(**{'code': '', 'key': str(index), 'user': 1, 'moment': index, **values})
                for index, values in enumerate(seen)]
        return {finding.thing or finding.code: set(finding.kinds) for finding in compare(expected, rows, ended)}

    def test_r83_each_kind(self):
        expected = {thing: Expected('a') for thing in range(1, 7)}
        self.assertEqual(self._compare(
            expected, {'thing': 1, 'place': 'a'}, {'thing': 2, 'place': 'b'}, {'thing': 4, 'condition': 'damaged'},
            {'thing': 5, 'condition': 'idle', 'is_unlabelled': True, 'place': 'b'}, {'thing': 6}, {'thing': 7},
            {'thing': 8}, {'thing': None, 'code': 'X'}, {'thing': None, 'code': 'X'}, {'thing': None}, ended=[8]), {
            1: {MATCHED}, 2: {WRONG_PLACE}, 3: {MISSING}, 4: {DAMAGED}, 5: {IDLE, UNLABELLED, WRONG_PLACE},
            6: {MATCHED}, 7: {UNEXPECTED}, 8: {ENDED}, 'X': {UNKNOWN}, '': {UNKNOWN}})

    def test_r83_who_has_it(self):
        expected = {1: Expected('a', person='Wang Wei'), 2: Expected('a', person=''), 3: Expected('a')}
        for said, kinds in (('', {MATCHED}), ('wang', {MATCHED}), ("WangWei ", {MATCHED}), ("Li Na", {WRONG_PERSON})):
            self.assertEqual(self._compare(expected, {'thing': 1, 'person': said})[1], kinds, said)
        seen = [{'thing': thing, 'person': "Li Na"} for thing in (2, 3)]
        self.assertEqual(self._compare(expected, *seen), {1: {MISSING}, 2: {WRONG_PERSON}, 3: {MATCHED}})

    def test_same_person_says_last_what_counts(self):
        expected = {1: Expected('a')}
        seen = [{'thing': 1, 'place': 'b', 'moment': 1}, {'thing': 1, 'place': 'a', 'moment': 2}]
        for order in (seen, seen[::-1]):
            self.assertEqual(self._compare(expected, *order), {1: {MATCHED}})

    def test_two_people_who_differ(self):
        expected = {1: Expected('a')}
        self.assertEqual(self._compare(
            expected, {'thing': 1, 'place': 'a', 'user': 1}, {'thing': 1, 'place': 'b', 'user': 2}),
            {1: {CONFLICT, WRONG_PLACE}})
        self.assertEqual(self._compare(
            expected, {'thing': 1, 'place': 'a', 'user': 1}, {'thing': 1, 'place': 'a', 'user': 2}), {1: {MATCHED}})

    def test_second_count_decides_if_it_is_by_somebody_else(self):
        expected = {1: Expected('a')}
        first = {'thing': 1, 'place': 'b', 'user': 1}
        second = {'thing': 1, 'place': 'a', 'user': 2, 'round': 2}
        self.assertEqual(self._compare(expected, first, second), {1: {MATCHED}})
        self.assertEqual(self._compare(expected, {**first, 'moment': 9}, second), {1: {MATCHED}})
        alone = self._compare(expected, first, {'thing': 1, 'place': 'a', 'user': 1, 'round': 2})
        self.assertEqual(alone, {1: {WRONG_PLACE}})
        self.assertEqual(self._compare(expected, {'thing': 1, 'place': 'a', 'round': 2}), {1: {MATCHED}})

    def test_lots_are_added_up_over_places(self):
        expected = {1: Expected(quantity=100)}
        here, there = {'thing': 1, 'place': 'a', 'quantity': 60}, {'thing': 1, 'place': 'b', 'quantity': 40}
        self.assertEqual(self._compare(expected, here, there), {1: {MATCHED}})
        self.assertEqual(self._compare(expected, {**here, 'quantity': 1}, here, there), {1: {MATCHED}})
        self.assertEqual(self._compare(expected, here), {1: {QUANTITY}})
        self.assertEqual(self._compare(expected, {**here, 'quantity': 0}), {1: {MISSING}})
        self.assertEqual(self._compare({1: Expected()}, {'thing': 1, 'quantity': 2}), {1: {QUANTITY}})
        self.assertEqual(self._compare(
            expected, here, there, {**here, 'user': 2, 'quantity': 61}, {**there, 'user': 2}), {1: {CONFLICT}})

    def test_r83_rates(self):
        expected = {thing: Expected('a') for thing in range(200)}
        rows = [Seen(thing, '', str(thing), 1, thing, 'a', is_unlabelled=thing < 2) for thing in range(199)]
        findings = compare(expected, rows)
        measures = get_measures(expected, findings)
        self.assertEqual(measures['coverage'], 99.5)
        self.assertEqual(measures['match_rate'], 98.5)
        self.assertAlmostEqual(measures['label_rate'], 100 * 197 / 199)
        matched = compare(expected, [Seen(thing, '', '', 1, thing, 'a') for thing in range(198)])
        self.assertEqual(get_measures(expected, matched)['match_rate'], 99.0)
        self.assertEqual(get_measures({}, []), {'match_rate': 100.0, 'coverage': 100.0, 'label_rate': 100.0})
