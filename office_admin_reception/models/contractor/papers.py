"""By what the papers of contractors are found: names as they are written, whatever their case, width and blanks."""
import re

from odoo.addons.office_admin_base.typed import plain


def get_key(text):
    """Return what is equal in two ways to write the same name; empty for none."""
    return re.sub(r'\s+', '', plain(text or '')).casefold()
