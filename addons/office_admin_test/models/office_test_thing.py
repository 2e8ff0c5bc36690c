from odoo import fields, models


class OfficeTestThing(models.Model):
    """The smallest thing: it has a code of its own, a label that says it, and a page for people from outside."""
    _name = 'office.test.thing'
    _description = 'Test Thing'
    _inherit = ['office.label.mixin', 'office.public.mixin']
    _order = 'code, id'
    _label_code_field = 'code'
    _public_path = '/office/test/thing/'

    name = fields.Char(required=True)
    code = fields.Char(copy=False, index='btree_not_null')
    place = fields.Char()
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    photo = fields.Binary(attachment=False)

    def _get_label_notice(self):
        return '' if self.active else self.env._("%(thing)s is not in use any more.", thing=self.name)
