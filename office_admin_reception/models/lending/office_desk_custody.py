from odoo import api, fields, models

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE

from .office_desk_thing import LAST_MINUTE


class OfficeDeskCustody(models.Model):
    """A key, badge or umbrella of the front desk in the hands of an employee."""
    _name = 'office.desk.custody'
    _description = 'Thing of the Front Desk Held by an Employee'
    _inherit = ['office.custody.mixin']
    _role_prefix = 'office_admin_reception.group_'

    thing_id = fields.Many2one(
        'office.desk.thing', "Thing of the Front Desk", required=True, readonly=True, copy=False, index=True,
        ondelete='restrict')
    # here, since who holds it searches for it by its name and does not read the things of the front desk
    name = fields.Char(related='thing_id.name', store=True, index='trigram')

    _held_uniq = models.UniqueIndex("(thing_id) WHERE state = 'held'", "Somebody holds this thing already.")

    def _get_thing_name(self):
        return self.name

    def _take_back(self, condition):
        super()._take_back(condition)
        for custody_sudo in self.sudo():  # sudo: whoever takes it back need not be of the front desk
            custody_sudo.thing_id._transition('take_back', by=ENGINE)

    def _after_transition(self, verb):
        super()._after_transition(verb)
        for custody_sudo in self.sudo():  # sudo: nobody writes the thing
            if verb == 'lose' and custody_sudo.thing_id.state == 'lent':
                custody_sudo.thing_id._transition('lose', by=ENGINE)
            elif verb == 'renew':
                custody_sudo.thing_id._write_as_system({
                    'due_datetime': custody_sudo.company_id._get_office_moment(
                        custody_sudo.due_date, LAST_MINUTE)})

    def _call_in(self):
        super()._call_in()
        self.sudo().thing_id._expect_now()  # sudo: called for whoever keeps the HR data

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'thing_id'}
