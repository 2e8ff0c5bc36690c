"""How names that two people have typed are compared: never by a part, and never by what merely looks alike."""
import re

from odoo.tools import email_normalize

from odoo.addons.office_admin_base.typed import plain

_CHINESE = re.compile(r'[\u3400-\u9fff]+')


def normal(text):
    """Return ``text`` as it is compared, '' for none: without blanks and cases, full-width letters as plain ones."""
    return ''.join(plain(text).casefold().split())


def get_names(name):
    """Return ``name`` as it is compared, and its two halves where it is written in two scripts: “Wang Fang 王芳”."""
    name = name or ''
    if not _CHINESE.search(name):
        return {normal(name)} - {''}
    return {normal(name), normal(''.join(_CHINESE.findall(name))), normal(_CHINESE.sub(' ', name))} - {''}


def get_guest_key(name, organisation, email):
    """Return what two entries of one guest have in common, however they were typed."""
    return normal(name), normal(organisation), normal(email_normalize(email or '') or email)
