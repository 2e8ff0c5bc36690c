"""What people type by hand: a Chinese keyboard sends full-width letters and digits, and separators of its own."""
import re
import unicodedata

SEPARATORS = re.compile(r'[,、;/|。\n\r]+')


def plain(text):
    """Return ``text`` in the plain characters in which codes and numbers are stored.

    ``ＷＲ０２`` becomes ``WR02``, every dash a hyphen, blanks of all kinds one blank; what nobody sees goes.
    """
    text = text or ''
    if text.isascii():
        return ' '.join(text.split())
    text = unicodedata.normalize('NFKC', text)
    text = ''.join(
        '-' if unicodedata.category(char) == 'Pd' or char == '\u2212'  # the minus sign
        else str(unicodedata.decimal(char)) if char.isdecimal()
        else char for char in text if unicodedata.category(char) != 'Cf')
    return ' '.join(text.split())


def split_codes(text, digits):
    """Return the codes of so many ``digits`` that ``text`` names, whatever stands between or inside them.

    What can be no such code is left out: nobody has meant it as one.
    """
    said = SEPARATORS.split(unicodedata.normalize('NFKC', text or ''))
    whole = _cut(''.join(said), digits)
    if whole:
        return whole
    codes = []
    for group in said:
        codes += _cut(group, digits) or [
            code for piece in group.split() for code in _cut(piece, digits)]
    return codes


def read_id(text):
    """Return the id of a record that ``text`` names, which anybody may have sent; None if it is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _cut(text, digits):
    text = re.sub(r'[\s\W_]+', '', plain(text))
    if not text.isdecimal() or len(text) % digits:
        return []
    return [text[start:start + digits] for start in range(0, len(text), digits)]
