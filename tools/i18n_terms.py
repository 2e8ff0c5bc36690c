"""Exports terms and merges translations, inside Odoo's Python: ``python -m tools.i18n_terms DATABASE``.

Odoo's export leaves out the values of a selection that a model has from a mixin of another module, and Odoo takes the
places of a term from the template alone: such values are added to both. A term that has two senses stands twice in
the template, with a context (``msgctxt``) each, written there by hand once; its places are kept apart from then on.
"""

import io
import re
import sys
from collections import defaultdict

import polib

from odoo.tools.translate import trans_export

from tools import modules
from tools.console import say
from tools.odoo_env import open_database


def main(database):
    """:return: 1 if something is not translated, else 0"""
    return open_database(database, update)


def update(env):
    """Write the templates and translations of all our modules."""
    paths = {module.name: module.path / 'i18n' for module in modules.ours().values()}
    catalogues = {path: polib.pofile(str(path)) for folder in paths.values() for path in sorted(folder.glob('*.po'))}
    inherited = _get_inherited_values(env)
    missing = 0
    for name, folder in paths.items():
        template_path = folder / f'{name}.pot'
        old = polib.pofile(str(template_path)) if template_path.exists() else polib.POFile()
        template = split_senses(_export(env, name, inherited.get(name, ())), old)
        if places(template) != places(old):
            template.metadata |= old.metadata
            for key in ('Plural-Forms', 'POT-Creation-Date', 'PO-Revision-Date'):  # the history of a file says when
                template.metadata.pop(key, None)
            folder.mkdir(exist_ok=True)
            template.save(str(template_path))
        for path in sorted(folder.glob('*.po')):
            before = catalogues[path]
            after = merge(template, before, [
                catalogues[other / path.name] for module, other in paths.items()
                if module in modules.related(name) and other / path.name in catalogues])
            if contents(after) != contents(before):
                after.save(str(path))
                say(f"{name}/{path.name}: {len(before)} → {len(after)} terms")
            untranslated = [entry.msgid for entry in after if not entry.msgstr]
            missing += len(untranslated)
            for term in untranslated:
                say(f"{name}/{path.name}: not translated: {term!r}")
    return int(bool(missing))


def split_senses(template, old):
    """Return ``template`` with the contexts that ``old`` gives to places of its terms."""
    contexts = {(entry.msgid, place): entry.msgctxt for entry in old if entry.msgctxt for place, _line in
                entry.occurrences}
    result = polib.POFile()
    result.metadata, result.header = template.metadata, template.header
    for entry in template:
        senses = defaultdict(list)
        for place, line in entry.occurrences:
            senses[contexts.get((entry.msgid, place))].append((place, line))
        for context, found in sorted(senses.items(), key=lambda pair: pair[0] or ''):
            result.append(polib.POEntry(
                msgid=entry.msgid, msgctxt=context, occurrences=found, comment=entry.comment, flags=entry.flags))
    return result


def merge(template, old, others=()):
    """Return a translation of ``template`` from ``old`` and, for what is new there, from ``others``.

    What was translated stays; a term that only its spelling changed (case, punctuation, kinds of quotes) keeps its
    translation; what a module translates on which this one stands, or which stands on it, is taken over where it has
    one sense, or one sense for the field that this one has from a mixin.
    """
    known = {(entry.msgid, entry.msgctxt): entry.msgstr for entry in old if entry.msgstr}
    spelled = {_spelling(msgid): text for (msgid, context), text in known.items() if not context}
    elsewhere, of_field = defaultdict(set), defaultdict(set)
    for other in others:
        for entry in other:
            if entry.msgstr:
                elsewhere[entry.msgid].add(entry.msgstr)
                for field in _get_fields(entry):
                    of_field[entry.msgid, field].add(entry.msgstr)
    result = polib.POFile()
    result.metadata, result.header = old.metadata or template.metadata, old.header or template.header
    for entry in template:
        text = known.get((entry.msgid, entry.msgctxt)) or known.get((entry.msgid, None))
        for senses in (elsewhere[entry.msgid], set().union(*(
                of_field[entry.msgid, field] for field in _get_fields(entry)))):
            if not text and len(senses) == 1:
                [text] = senses
        text = text or spelled.get(_spelling(entry.msgid), '')
        result.append(polib.POEntry(
            msgid=entry.msgid, msgctxt=entry.msgctxt, msgstr=text, occurrences=entry.occurrences,
            comment=entry.comment, flags=entry.flags))
    return result


def places(catalogue):
    """What a template says: terms, senses and where they stand."""
    return {(entry.msgid, entry.msgctxt, place) for entry in catalogue for place, _line in entry.occurrences}


def contents(catalogue):
    """What a translation says."""
    return {(entry.msgid, entry.msgctxt, entry.msgstr, place) for entry in catalogue
            for place, _line in entry.occurrences}


def _get_fields(entry):
    """The names of the fields, whatever their model, of which ``entry`` is the label or a value."""
    return {place.split('__', 2 if '.selection__' in place else 1)[-1]
            for place, _line in entry.occurrences if '__' in place}


def _spelling(term):
    return re.sub(r'[\W_]+', '', term).casefold()


def _export(env, module, inherited):
    """The template of a module: what Odoo exports, and the ``inherited`` values ``[(place, term)]``."""
    buffer = io.BytesIO()
    trans_export(None, [module], buffer, 'po', env)
    template = polib.pofile(buffer.getvalue().decode())
    entries = {entry.msgid: entry for entry in template}
    for entry in template:
        entry.msgstr = ''
    exported = {place for entry in template for place, _line in entry.occurrences}
    for place, term in inherited:
        if place in exported:
            continue
        if term not in entries:
            entries[term] = polib.POEntry(msgid=term, comment=f'module: {module}')
            template.append(entries[term])
        entries[term].occurrences.append((place, ''))
    return template


def _get_inherited_values(env):
    """``{module: [(place, term)]}`` of all values of selections, by the module of their model."""
    values = env['ir.model.fields.selection'].with_context(lang='en_US').search(
        [('field_id.model', '=like', 'office.%')])
    names = {row.res_id: row.complete_name for row in env['ir.model.data'].search(
        [('model', '=', values._name), ('res_id', 'in', values.ids)])}
    found = defaultdict(list)
    for value in values:
        if value.id in names and value.field_id.model in env.registry:
            module = env.registry[value.field_id.model]._original_module
            adding = names[value.id].partition('.')[0]
            if adding == module or adding not in modules.with_dependents([module]):  # else Odoo exports it there
                found[module].append((f'model:{values._name},name:{names[value.id]}', value.name))
    return {module: sorted(rows) for module, rows in found.items()}


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
