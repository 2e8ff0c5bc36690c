"""``./office i18n``: brings the terms of our modules and their translations up to date."""

from tools import database, paths, process, setup, state

I18N_DATABASE = 'office_i18n'


def update(odoo=None):
    """Export the terms of all modules of ours into their ``i18n`` folders and say what is not translated.

    :return: 1 if something is not translated, else 0
    """
    with setup.ready(odoo), state.reserved(I18N_DATABASE):
        database.renew(I18N_DATABASE)
        return process.run_in_front([paths.PYTHON, '-m', 'tools.i18n_terms', I18N_DATABASE])
