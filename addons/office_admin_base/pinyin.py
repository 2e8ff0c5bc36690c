"""By what letters people look for Chinese names."""
import re
from itertools import chain, combinations, product

from .typed import plain

try:
    from pypinyin import Style, lazy_pinyin, pinyin
except ImportError:  # then records are found by their names only
    lazy_pinyin = None

MAX_READINGS = 64
PARTS = re.compile(r'[\u3400-\u9fff]|[^\u3400-\u9fff]+')
CHINESE = re.compile(r'[\u3400-\u9fff]')
LETTERS = re.compile(r'[A-Za-z\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff ]+')


def get_readings(name):
    """Return how people may spell a Chinese name, ``[(initials, pinyin)]``, most likely ones first.

    Characters are read in several ways (长 is chang or zhang), and who looks for a thing does not know which way a
    dictionary takes. All of them together grow too fast with a long name, so those that differ from the likely reading
    in few characters come first, and no more than :data:`MAX_READINGS`.
    """
    parts = PARTS.findall(name)
    likely = lazy_pinyin(name)
    if len(likely) != len(parts):  # characters that the dictionary does not know
        return [(''.join(lazy_pinyin(name, style=Style.FIRST_LETTER)), ''.join(likely))]
    others = [
        [(place, reading) for reading in pinyin(part, style=Style.NORMAL, heteronym=True)[0] if reading != usual]
        if CHINESE.match(part) else [] for place, (part, usual) in enumerate(zip(parts, likely, strict=True))]
    found = []
    for count in range(len(parts) + 1):
        for places in combinations([options for options in others if options], count):
            for changes in product(*places):
                reading = [*likely]
                for place, other in changes:
                    reading[place] = other
                found.append((''.join(
                    spelt[0] if CHINESE.match(part) else spelt for part, spelt in zip(parts, reading, strict=True)
                ), ''.join(reading)))
                if len(found) == MAX_READINGS:
                    return found
    return found


def get_pinyin_key(names):
    """Return by what letters somebody looks for Chinese names: their initials, the whole pinyin, and themselves.

    :param names: iterable of names in any language; those without Chinese are left out
    """
    if lazy_pinyin is None:
        return False
    words = []
    for name in names:
        if name and CHINESE.search(name):
            words += [*chain.from_iterable(zip(*get_readings(plain(name)), strict=True)), plain(name), name]
    return ' '.join(dict.fromkeys(re.sub(r'\W+', '', word).lower() for word in words)) or False
