from odoo import api, fields, models
from odoo.exceptions import UserError

PROMISES = {'answer': (1, 'day'), 'serve': (3, 'day'), 'urgent': (4, 'hours')}
"""How long each step may take, in working time; what is urgent is served in another time. An app has settings."""


class OfficeTestRequest(models.Model):
    """The smallest request with all that a request has.

    It is submitted, approved, served by an officer, and confirmed by who gets it; or it is refused or cancelled. First
    comes what happens when it is served, then what only answers the mixin.
    """
    _name = 'office.test.request'
    _description = 'Test Request'
    _inherit = ['office.pickup.mixin', 'office.receipt.mixin', 'office.request.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_test.group_'
    _number_code = 'TST'
    _manager_amount = 1000

    need_date = fields.Date(
        "Needed On", required=True, copy=False,
        default=lambda self: fields.Date.add(self.env.company._get_office_today(), days=7))
    is_urgent = fields.Boolean("Urgent", copy=False)
    return_date = fields.Date(
        "Lent Until", copy=False, help="What is asked for is given back by then; for good if it is empty.")
    is_picked_up = fields.Boolean("Picked Up", copy=False)
    line_ids = fields.One2many('office.test.request.line', 'request_id', "Items", copy=True)

    @api.depends('line_ids.name', 'line_ids.quantity')
    def _compute_item_summary(self):
        for request in self:
            request.item_summary = ' · '.join(f"{line.name} × {line.quantity:g}" for line in request.line_ids)

    def _serve(self):
        first = self.filtered(lambda request: not request.receipt_datetime)  # what was opened again has its receipt
        for request in first:
            request._write_receipt(request.employee_id.name)
        first._complete_receipt()
        super()._serve()
        first._lend()

    def _lend(self):
        """Note who holds what was not given for good."""
        self.env['office.test.loan']._start_custody([
            {'employee_id': request.employee_id.id, 'company_id': request.company_id.id, 'request_id': request.id,
             'name': line.name, 'due_date': request.return_date}
            for request in self.filtered('return_date') for line in request.line_ids])

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        if empty := self.filtered(lambda request: not request.line_ids):
            raise UserError(self.env._(
                "Add at least one item to %(requests)s before you submit.", requests=empty._get_names()))

    def _is_receipt_shown(self):
        return self.env.user in self._get_beneficiary_users() or self._has_role('officer')

    def _wants_pickup_code(self):
        return self.state == 'approved' and self.is_picked_up

    def _is_urgent(self):
        return self.is_urgent

    @api.model
    def _get_promised_time(self, kind, company, is_urgent=False):
        return PROMISES['urgent' if is_urgent and kind == 'serve' else kind]

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'need_date', 'is_urgent', 'return_date', 'is_picked_up', 'line_ids'}

    def _get_approval_amounts(self):
        return {
            request: (sum(request.line_ids.mapped('amount')), request.company_id.currency_id) for request in self}
