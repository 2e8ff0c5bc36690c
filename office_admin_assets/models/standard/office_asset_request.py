from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class OfficeAssetRequest(models.Model):
    """What is above a standard needs one approval more, and who decides reads by how much."""
    _inherit = 'office.asset.request'

    # says what the employee has, which is not for everybody who reads the request
    standard_warning = fields.Text(
        "Above the Standard When Submitted", readonly=True, copy=False, groups=fields.NO_ACCESS)
    standard_notice = fields.Text("Above the Standard", compute='_compute_standard_notice')
    is_above_standard = fields.Boolean(
        compute='_compute_is_above_standard', compute_sudo=True, search='_search_is_above_standard')

    @api.depends('state', 'standard_warning', 'employee_id', 'company_id', 'line_ids.category_id', 'line_ids.price')
    @api.depends_context('lang')
    def _compute_is_above_standard(self):
        for request in self:
            request.is_above_standard = bool(request._get_standard_words())

    @api.depends('is_above_standard', 'state', 'employee_id', 'line_ids.category_id', 'line_ids.price')
    @api.depends_context('uid', 'lang')
    def _compute_standard_notice(self):
        for request in self:
            words = request.sudo()._get_standard_words()  # sudo: what the employee holds
            request.standard_notice = words and (words if request._is_standard_shown() else self.env._(
                "Above the standard. Who it is for, who decides and the office see by how much."))

    def _search_is_above_standard(self, operator, value):
        if operator != 'in':
            return NotImplemented
        above = Domain('id', 'in', self.sudo()._search([('standard_warning', '!=', False)]))  # sudo: no access to it
        return above if True in value else ~above

    def _is_standard_shown(self):
        """Say whether the user may know what the employee has: they themselves, who decides, and the office."""
        return self.env.user == self.sudo().employee_id.user_id or self.is_approver or (
            self._has_role('officer') or self._has_role('auditor'))

    def _get_standard_words(self):
        """Return what of this request is above a standard, in lines; what was submitted stays as it was then."""
        if self.state not in (False, 'draft'):
            return self.sudo().standard_warning  # sudo: whoever is told of it has asked before
        return '\n'.join(words for line in self.line_ids for words in line._get_excess_words()) or False

    def _check_can_submit(self, by=None):
        super()._check_can_submit(by)
        for line in self.sudo().line_ids:  # sudo: standards
            if line._get_standard().price_cap and not line.price:
                raise UserError(self.env._(
                    "%(line)s: there is a standard for what it may cost. Say what it costs, as far as you know.",
                    line=line.display_name))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb in ('submit', 'reset'):
            for request in self:
                prepared[request]['standard_warning'] = verb == 'submit' and request._get_standard_words()
        return prepared

    def _get_approval_note(self):
        return '\n'.join(filter(None, [super()._get_approval_note(), self.standard_notice]))

    @api.model
    def _prepare_above_standard_step(self):
        return {
            'sequence': 30, 'who': 'position', 'domain': "[('is_above_standard', '=', True)]",
            'group_id': self.env.ref('office_admin_base.position_manager').id}

    @api.model
    def _get_default_approval_rules(self):
        [rule] = super()._get_default_approval_rules()
        rule['step_ids'].append(Command.create(self._prepare_above_standard_step()))
        return [rule]

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'standard_warning'}
