from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list


class OfficeSupplyRequest(models.Model):
    """How somebody asks: urgently, for a whole department, or for the same as last time."""
    _inherit = 'office.supply.request'

    is_urgent = fields.Boolean("Urgent", tracking=True, copy=False)
    urgent_reason = fields.Char("Why It Is Urgent", copy=False)
    is_for_department = fields.Boolean(
        "For the Whole Department",
        help="Nobody's own: it counts for the quota of the department, and who it is “for” receives it for all.")
    # without a default, which would come before what follows from the urgency
    need_date = fields.Date(compute='_compute_need_date', store=True, readonly=False, precompute=True)

    @api.depends('is_urgent')
    def _compute_need_date(self):
        for request in self:
            today = (request.company_id or self.env.company)._get_office_today()
            request.need_date = today if request.is_urgent else request.need_date or fields.Date.add(today, days=7)

    def action_repeat_last(self):
        """Ask for what the user asked for last, as a new draft, whatever records were chosen."""
        last = self.search(
            Domain('requester_id', '=', self.env.uid) & Domain('state', '!=', 'draft'), order='id desc', limit=1)
        if not last:
            raise UserError(self.env._(
                "You have not asked for supplies yet, so there is nothing to repeat. Choose from the catalogue."))
        return last.action_ask_again()

    def action_ask_again(self):
        action = super().action_ask_again()
        gone = self.line_ids.sudo().filtered(lambda line: not line._can_be_asked_again())
        if not gone:
            return action
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'sticky': True,
                'message': self.env._(
                    "%(products)s can no longer be asked for and was left out.",
                    products=format_list(self.env, gone.product_id.mapped('display_name'))),
                'next': action,
            },
        }

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if 'line_ids' in (default or {}):
            return vals_list
        for request, vals in zip(self, vals_list, strict=True):
            lines_sudo = request.line_ids.sudo()  # sudo: whether a product is still there is no secret
            vals['line_ids'] = [
                command for line_sudo, command in zip(lines_sudo, vals.get('line_ids', []), strict=True)
                if line_sudo._can_be_asked_again()]
        return vals_list

    def _check_can_submit(self):
        super()._check_can_submit()
        if unsaid := self.filtered(lambda request: request.is_urgent and not (request.urgent_reason or '').strip()):
            raise UserError(self.env._(
                "Say why %(requests)s is urgent, in “%(field)s”, or do not mark it as urgent.",
                requests=unsaid._get_names(), field=self._fields['urgent_reason']._description_string(self.env)))
        self._check_own_department()

    def _check_own_department(self):
        if self.env.user.has_group('office_admin_supplies.group_officer'):
            return
        for request_sudo in self.sudo().filtered('is_for_department'):  # sudo: the department of people is HR data
            own = self.env.user.with_company(request_sudo.company_id).sudo().employee_id.department_id
            if not own or request_sudo.employee_id.department_id != own:
                raise UserError(self.env._(
                    "%(request)s is for a whole department that is not yours. Choose somebody of your own department "
                    "as receiver, or ask the supply room to make the request.", request=request_sudo.display_name))

    def _prepare_desk_row(self, section):
        row = super()._prepare_desk_row(section)
        if self.is_urgent and section != 'mine':
            row |= {'state': self.env._("Urgent"), 'colour': 'danger'}
        return row

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'is_urgent', 'urgent_reason', 'is_for_department'}


class OfficeSupplyRequestLine(models.Model):
    """Whether a line can be asked for once more."""
    _inherit = 'office.supply.request.line'

    def _can_be_asked_again(self):
        self.ensure_one()
        product = self.product_id
        return (product.active and product.supply_ok and self.uom_id in product.uom_id | product.uom_ids
                and product.company_id in (product.company_id.browse(), self.company_id))
