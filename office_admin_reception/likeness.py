"""How alike two names of people are, in Latin letters and in Chinese characters."""
import re
import unicodedata
from dataclasses import dataclass
from itertools import permutations

from odoo.addons.office_admin_base.pinyin import CHINESE, get_readings
from odoo.addons.office_admin_base.typed import plain

try:
    from rapidfuzz.fuzz import ratio
except ImportError:  # then names are found only when they are spelt or read the same
    ratio = None

LIKE = 85
"""From this likeness on a person has to look, in percent."""

MAX_TOKENS = 4  # of which all orders are tried: given and family name, and two more
HONORIFICS = re.compile(r'(先生|女士|小姐|老师|同志)$')
TITLES = {'mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'herr', 'frau', 'sir', 'madam'}
# what speakers of many parts of China do not tell apart
ACCENTS = ((re.compile('([zcs])h'), r'\1'), (re.compile('([aei])ng'), r'\1n'), (re.compile('^n(?=[^g])|^l'), 'l'))


@dataclass
class Name:
    """The name of a person, ready to be compared with many others; its fields may be kept as JSON."""

    text: str
    is_chinese: bool
    forms: list[str]
    """How it may be spelt or read, in plain letters; empty if it has none."""
    folded: list[str]
    """The same without what many speakers of Chinese do not tell apart."""

    @classmethod
    def of(cls, typed):
        """Return the name that somebody has typed.

        :param str typed: the text
        """
        text = plain(typed or '').casefold()
        name = HONORIFICS.sub('', re.sub("['’]", '', text))
        characters = CHINESE.findall(name)
        forms = _read_chinese(characters) if characters else _spell(name)
        return cls(text, bool(characters), forms, list(dict.fromkeys(map(_fold, forms))))

    def get_likeness(self, other):
        """Return how alike two names are.

        They are compared whole, never by a part: Yes is not Reyes. The measure of spelling is the normalised insertion
        and deletion similarity of ``rapidfuzz.fuzz.ratio``. Two Chinese names are alike only when they may be read
        alike, since one letter of pinyin makes another name; 张伟 is like 章伟 and Zhang Wei.

        :param Name other: another name
        :return: percent, 100 for the same name, 0 for what has nothing to do with it
        :rtype: int
        """
        if self.text == other.text:
            return 100 if self.text else 0
        if not self.forms or not other.forms:  # without letters: only the very same is alike
            return 0
        if not set(self.forms).isdisjoint(other.forms):
            return 97
        if self.is_chinese or other.is_chinese:
            if not set(self.folded).isdisjoint(other.folded):
                return 92
            if self.is_chinese and other.is_chinese:
                return 0
        if ratio is None:
            return 0
        return min(96, round(max(ratio(self.forms[0], form) for form in other.forms)))


def _read_chinese(characters):
    """Return how a Chinese name may be read, joined letters, family name first and last."""
    readings = [reading.split() for _initials, reading in get_readings(' '.join(characters))]
    return list(dict.fromkeys(
        ''.join(order) for tokens in readings for order in (tokens, tokens[1:] + tokens[:1])))


def _spell(name):
    """Return the plain letters of a name, joined, in each order of its words."""
    letters = ''.join(char for char in unicodedata.normalize('NFKD', name) if not unicodedata.combining(char))
    tokens = [token for token in re.split(r'[\W\d_]+', letters) if token and token not in TITLES]
    if not tokens:
        return []
    orders = permutations(tokens) if len(tokens) <= MAX_TOKENS else (tokens, sorted(tokens))
    return list(dict.fromkeys(''.join(order) for order in orders))


def _fold(form):
    for pattern, plainer in ACCENTS:
        form = pattern.sub(plainer, form)
    return form
