from odoo import fields, models

from .office_roll_call_person import STATUS


class OfficeRollCallMark(models.Model):
    """What somebody has said on the page of the roll call: once, by the time of their phone, and never changed."""
    _name = 'office.roll.call.mark'
    _description = 'Said in a Roll Call'
    _inherit = ['office.workflow.line.mixin']
    _order = 'mark_datetime desc, id desc'
    _workflow_parent_field = 'roll_id'
    _is_of_system = True

    client_key = fields.Char("Key of the Phone", required=True, readonly=True)
    roll_id = fields.Many2one(
        'office.roll.call', "Roll Call", required=True, readonly=True, index=True, ondelete='cascade')
    # stored, since a rule reads it
    company_id = fields.Many2one(related='roll_id.company_id', store=True, precompute=True, index=True)
    person_id = fields.Many2one('office.roll.call.person', readonly=True, index='btree_not_null', ondelete='cascade')
    status = fields.Selection(
        [('start', "Started"), ('end', "Ended"), *STATUS], "What", required=True, readonly=True)
    where = fields.Char(readonly=True)
    user_id = fields.Many2one('res.users', "Said By", required=True, readonly=True, ondelete='restrict')
    mark_datetime = fields.Datetime(
        "Said On", required=True, readonly=True, help="By the clock of the phone, and not after it arrived.")
    create_date = fields.Datetime("Arrived On", readonly=True)
    is_late = fields.Boolean("Too Late", readonly=True, help="It arrived when the roll call had ended.")

    _client_key_uniq = models.UniqueIndex('(client_key)', "This has arrived already.")
