from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .office_custody_mixin import CONDITIONS

MAX_MODELS = 64
"""By which the ids of things of different apps are told apart."""


class OfficeCustodyThing(models.Model):
    """What people hold, of all apps on one page; each row stands for the record of its app.

    Who may read that record sees the row, and nobody else.
    """
    _name = 'office.custody.thing'
    _description = 'Thing Held, of Any App'
    _auto = False
    _order = 'begin_datetime desc, id desc'

    res_model = fields.Selection('_selection_res_model', "Kind", readonly=True)
    res_id = fields.Integer("Record ID", readonly=True)
    name = fields.Char("Thing", compute='_compute_from_record', search='_search_name')
    employee_id = fields.Many2one('hr.employee', "Held By", readonly=True)
    department_id = fields.Many2one('hr.department', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    state = fields.Selection('_selection_state', "Status", readonly=True)
    begin_datetime = fields.Datetime("Since", readonly=True)
    due_date = fields.Date("Give Back By", readonly=True)
    deadline_datetime = fields.Datetime("Due", readonly=True)
    end_datetime = fields.Datetime("Ended On", readonly=True)
    end_condition = fields.Selection(CONDITIONS, "Came Back", readonly=True)
    end_reason = fields.Char("Why It Ended", readonly=True)
    is_called_in = fields.Boolean("To Be Given Back", readonly=True)
    is_offered = fields.Boolean("Holder Brings It Back", readonly=True)
    is_late = fields.Boolean("Late", compute='_compute_is_late', search='_search_is_late')
    is_mine = fields.Boolean(compute='_compute_from_record')
    card_verbs = fields.Json(compute='_compute_from_record')
    is_readable = fields.Boolean(compute='_compute_is_readable', search='_search_is_readable')

    @property
    def _table_query(self):
        models = self.env['office.custody.mixin']._get_custody_models()
        shown = [field for field in self._fields.values() if field.store and field.column_type and (
            field.name not in ('id', 'res_model', 'res_id'))]
        if not models:
            return SQL("SELECT 0 AS id, '' AS res_model, 0 AS res_id, %s WHERE FALSE", SQL(", ").join(
                SQL("NULL::%s AS %s", SQL(field.column_type[1]), SQL.identifier(field.name)) for field in shown))
        return SQL(" UNION ALL ").join(
            SQL("SELECT thing.id * %s + %s AS id, %s AS res_model, thing.id AS res_id, %s FROM %s thing",
                MAX_MODELS, number, model._name,
                SQL(", ").join(SQL.identifier('thing', field.name, to_flush=model._fields[field.name])
                               for field in shown),
                SQL.identifier(model._table))
            for number, model in enumerate(models))

    @api.model
    def _selection_res_model(self):
        return [(model._name, self.env['ir.model']._get(model._name).name)
                for model in self.env['office.custody.mixin']._get_custody_models()]

    @api.model
    def _selection_state(self):
        labels = {}
        for model in self.env['office.custody.mixin']._get_custody_models():
            labels |= dict(model._selection_state()) | labels
        return list(labels.items())

    @api.depends('res_model', 'res_id')
    @api.depends_context('uid', 'lang')
    def _compute_from_record(self):
        for model, things in self.grouped('res_model').items():
            records = self.env[model].browse(things.mapped('res_id'))
            for thing, record in zip(things, records, strict=True):
                thing.name, thing.is_mine, thing.card_verbs = record.thing_name, record.is_mine, record.card_verbs

    def _search_name(self, operator, value):
        return self._get_record_domain(Domain('thing_name', operator, value))

    @api.depends('deadline_datetime')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for thing in self:
            thing.is_late = bool(thing.deadline_datetime) and thing.deadline_datetime < now

    def _search_is_late(self, operator, value):
        return Domain('deadline_datetime', '<', fields.Datetime.now()) if operator == 'in' else NotImplemented

    @api.depends_context('uid')
    def _compute_is_readable(self):
        readable = self.sudo().search(self._get_record_domain(Domain.TRUE) & Domain('id', 'in', self.ids))
        for thing in self:
            thing.is_readable = thing.id in readable._ids

    def _search_is_readable(self, operator, value):
        return self._get_record_domain(Domain.TRUE) if operator == 'in' else NotImplemented

    @api.model
    def _get_record_domain(self, domain):
        """Return the domain of rows whose records the user may read, and which are in ``domain``."""
        # not as superuser, in whose mode record rules are looked up: the rules of the apps decide
        models = self.env['office.custody.mixin'].sudo(False)._get_custody_models()
        return Domain.OR(
            Domain('res_model', '=', model._name) & Domain('res_id', 'in', model._search(domain))
            for model in models if model.has_access('read'))

    # What is done with a thing, its record does

    def action_open(self):
        return self._get_record()._get_form_action()

    def action_offer(self):
        return self._get_record().action_offer()

    def action_give_back(self):
        return self._get_record().action_give_back()

    def _get_record(self):
        self.ensure_one()
        self.check_access('read')
        return self.env[self.res_model].browse(self.res_id)
