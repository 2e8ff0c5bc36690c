from babel.dates import format_skeleton

from odoo.tools.misc import babel_locale_parse, get_lang

SKELETONS = {'month': 'yMMMM', 'quarter': 'yQQQ', 'year': 'y'}


def name_period(env, day, period):
    """Return how the user's language names the month, quarter or year of ``day``, such as "November 2026".

    :param period: a key of ``SKELETONS``
    """
    return format_skeleton(SKELETONS[period], day, locale=babel_locale_parse(get_lang(env).code))
