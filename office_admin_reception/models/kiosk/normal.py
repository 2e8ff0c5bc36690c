"""How what two people have typed is compared: never by a part of it, and never by what merely looks alike."""
from odoo.addons.office_admin_base.typed import plain


def normal(text):
    """Return ``text`` as it is compared: without blanks and cases, full-width letters as plain ones."""
    return ''.join(plain(text).casefold().split())
