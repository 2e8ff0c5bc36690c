from odoo import api, fields, models

from .office_house_person import KINDS

STATUS = [('open', "Not Seen Yet"), ('missing', "Missing"), ('safe', "Safe")]

EVERY_KIND = [*KINDS, ('other', "Not on the List")]


class OfficeRollCallPerson(models.Model):
    """Somebody who was in the house when a roll call began, or was found during it, and what was said of them last."""
    _name = 'office.roll.call.person'
    _description = 'Person of a Roll Call'
    _inherit = ['office.workflow.line.mixin']
    _order = 'roll_id desc, status, name, id'
    _workflow_parent_field = 'roll_id'
    _is_of_system = True

    roll_id = fields.Many2one('office.roll.call', "Roll Call", required=True, readonly=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='roll_id.company_id', store=True, precompute=True, index=True)
    person_key = fields.Char(required=True, readonly=True)
    name = fields.Char("Person", required=True, readonly=True, help="Kept as the record of who was called.")
    kind = fields.Selection(EVERY_KIND, required=True, readonly=True)
    organisation = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    place_id = fields.Many2one('office.place', "Was In", readonly=True, ondelete='restrict')
    status = fields.Selection(STATUS, required=True, readonly=True, default='open')
    where = fields.Char(readonly=True, help="Where they are or, of who is missing, were seen last.")
    status_user_id = fields.Many2one('res.users', "Said By", readonly=True, ondelete='restrict')
    status_datetime = fields.Datetime("Said On", readonly=True)
    minutes = fields.Char(
        "After", compute='_compute_minutes', help="Since the roll call began, in minutes and seconds.")

    _key_uniq = models.UniqueIndex('(roll_id, person_key)', "This person is on the list already.")

    @api.depends('status_datetime', 'roll_id.start_datetime')
    def _compute_minutes(self):
        for person in self:
            person.minutes = person.roll_id._get_report_minutes(person.status_datetime)
