"""Small add-ons that a bench makes in a temporary folder, to compare the same document with and without something."""
import odoo.addons

FIELDS = """
    name = fields.Char(required=True)
    amount = fields.Float()
    note = fields.Char()
    state = fields.Selection(
        [('draft', "Draft"), ('submitted', "Submitted"), ('approved', "Approved")], required=True, default='draft')
    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
"""


def load(env, folder, names):
    """Install the add-ons of these names that stand in ``folder``."""
    odoo.addons.__path__.append(str(folder))
    Module = env['ir.module.module']
    Module.update_list()
    Module.search([('name', 'in', names)]).button_immediate_install()


def write_addon(folder, depends, classes, files=None, more=FIELDS):
    """Write an add-on with these classes, on each of which every employee has all rights.

    :param dict files: more data files, ``{name: text}``
    :param str more: what each class ends with
    """
    names = [line.split("'")[1] for text in classes for line in text.splitlines() if line.startswith('    _name =')]
    access = '\n'.join((
        "id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink",
        *(f"access_{name},{name},model_{name.replace('.', '_')},base.group_user,1,1,1,1" for name in names)))
    write_files(folder, depends, {'ir.model.access.csv': access, **(files or {})},
                ''.join(text + more for text in classes))


def write_files(folder, depends, data, models):
    """Write an add-on.

    :param dict data: its data files in the order in which they are loaded, ``{name: text}``
    :param str models: the source of its classes
    """
    texts = {
        '__manifest__.py': repr({
            'name': folder.name, 'version': '19.0.1.0.0', 'author': "Bench", 'license': 'LGPL-3',
            'depends': depends, 'data': list(data)}),
        '__init__.py': "from . import models\n",
        'models.py': "from odoo import fields, models\n" + models,
        **data,
    }
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text)
