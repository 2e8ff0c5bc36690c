from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE, REQUESTER


class OfficeSupplyRequest(models.Model):
    """What an employee asks for from the supply room, from the asking to the receiver's signature."""
    _name = 'office.supply.request'
    _description = 'Supply Request'
    _inherit = ['office.deadline.mixin', 'office.requester.mixin', 'office.number.mixin', 'office.workflow.mixin']
    _order = 'need_date, id desc'
    _check_company_auto = True

    def _default_need_date(self):
        return fields.Date.add(fields.Date.context_today(self), days=7)

    need_date = fields.Date("Needed On", required=True, default=_default_need_date, copy=False)
    note = fields.Text("Purpose")
    line_ids = fields.One2many('office.supply.request.line', 'request_id', "Items", copy=True)
    item_summary = fields.Char("Items Asked For", compute='_compute_item_summary')
    availability = fields.Selection(
        [('available', "Available"), ('low', "Low"), ('none', "None")], compute='_compute_availability',
        help="Of the scarcest item that is still open.")
    submit_datetime = fields.Datetime("Submitted On", readonly=True, copy=False)
    approver_ids = fields.Many2many('res.users', string="Approvers", readonly=True, copy=False)
    is_my_approval = fields.Boolean(
        "Waits for My Approval", compute='_compute_is_my_approval', search='_search_is_my_approval')
    is_my_request = fields.Boolean(compute='_compute_is_my_request')
    can_cancel = fields.Boolean(compute='_compute_is_my_request')
    refuse_reason = fields.Text("Reason for Refusal", readonly=True, copy=False)
    destination_id = fields.Many2one(
        'stock.location', "Cost Centre", readonly=True, copy=False, check_company=True, index='btree_not_null',
        help="The consumption location of the department, to which the goods are handed out.")

    _open_idx = models.Index("(company_id, need_date) WHERE state IN ('submitted', 'approved')")

    @api.depends('line_ids.product_id', 'line_ids.quantity', 'line_ids.uom_id')
    @api.depends_context('lang')
    def _compute_item_summary(self):
        for request in self:
            request.item_summary = ' · '.join(
                f"{line.product_id.name} × {line.quantity:g} {line.uom_id.name}" for line in request.line_ids)

    @api.depends('line_ids.availability', 'line_ids.open_quantity')
    def _compute_availability(self):
        for request in self:
            # a comprehension, since filtered() would forget the other lines and fetch for each request anew
            found = {line.availability for line in request.line_ids if line.open_quantity}
            request.availability = next((level for level in ('none', 'low', 'available') if level in found), False)

    @api.depends('state', 'approver_ids')
    @api.depends_context('uid')
    def _compute_is_my_approval(self):
        for request in self:
            request.is_my_approval = request.state == 'submitted' and self.env.user in request.approver_ids

    def _search_is_my_approval(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('state', '=', 'submitted'), ('approver_ids', 'in', self.env.uid)]

    @api.depends('requester_id')
    @api.depends_context('uid')
    def _compute_is_my_request(self):
        is_officer = self.env.user.has_group('office_admin_supplies.group_officer')
        for request in self:
            request.is_my_request = request.requester_id == self.env.user
            request.can_cancel = request.is_my_request or is_officer

    def action_submit(self):
        return self._transition_each('submit')

    def action_approve(self):
        return self._decide('approve')

    def action_refuse(self):
        return self._open_wizard('office.supply.request.refuse', self.env._("Refuse"))

    def action_done(self):
        return self._transition_each('done')

    def action_cancel(self):
        return self._transition_each('cancel')

    def action_reset(self):
        return self._transition_each('reset')

    def _get_form_action(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    def _open_wizard(self, model, name):
        return {
            'type': 'ir.actions.act_window',
            'res_model': model,
            'name': name,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_request_ids': self.ids},
        }

    def _decide(self, verb, values=None):
        """Approve or refuse; the one door for decisions.

        :param str verb: ``approve`` or ``refuse``
        :param dict values: written with the decision
        :raise AccessError: the user is not among the approvers, or asks or benefits himself
        """
        return self._transition_each(verb, values, by=ENGINE)

    def _check_can_approve(self):
        self._check_decider()

    def _check_can_refuse(self):
        self._check_decider()

    def _check_decider(self):
        # sudo: an approver need not be among the people whom the user may see
        foreign_sudo = self.sudo().filtered(lambda request: self.env.user not in request.approver_ids)
        if foreign_sudo:
            raise AccessError(self.env._(
                "%(requests)s is decided by %(people)s, not by you.",
                requests=foreign_sudo._get_names(),
                people=format_list(self.env, foreign_sudo.approver_ids.mapped('name'), 'or')))

    def _check_can_submit(self):
        super()._check_can_submit()
        if empty := self.filtered(lambda request: not request.line_ids):
            raise UserError(self.env._(
                "Add at least one item to %(requests)s before you submit.", requests=empty._get_names()))
        lines = self.sudo().line_ids
        if unfit := lines.filtered(lambda line: not line.product_id.active or not line.product_id.supply_ok):
            raise UserError(self.env._(
                "%(products)s in %(requests)s can no longer be asked for. Choose another product or remove the line.",
                products=format_list(self.env, unfit.product_id.mapped('display_name')),
                requests=unfit.request_id._get_names()))
        lines._check_quantity()
        lines._check_company()
        for request in self:
            request._get_approvers()

    def _get_approvers(self):
        """Find who decides: the manager and the head of department of the beneficiary, else the next ones above.

        Neither who asked nor who benefits decides. Where only these stand above the
        beneficiary, the managers of supplies do.

        :return: active users of the company of the request
        :raise UserError: nobody stands above the beneficiary
        """
        self.ensure_one()
        request_sudo = self.sudo()  # sudo: managers and heads are HR data
        excluded = request_sudo._get_beneficiary_users()
        is_own_superior = False

        def is_eligible(user):
            return user.active and self.company_id in user.company_ids

        for superiors in request_sudo._get_superior_levels():
            users = superiors.user_id.filtered(is_eligible)
            if approvers := users - excluded:
                return approvers
            is_own_superior = is_own_superior or bool(users & excluded)
        if is_own_superior:
            managers = self.env.ref('office_admin_supplies.group_manager').sudo().all_user_ids
            if approvers := managers.filtered(is_eligible) - excluded:
                return approvers
        department = request_sudo.employee_id.department_id
        values = {'request': self.display_name, 'employee': request_sudo.employee_id.name}
        if not department:
            raise UserError(self.env._(
                "Nobody can approve %(request)s: %(employee)s has neither a department nor a manager who can log in. "
                "Ask HR to name one, then submit again.", **values))
        raise UserError(self.env._(
            "Nobody can approve %(request)s: neither %(employee)s nor the department %(department)s has a manager "
            "who can log in. Ask HR to name one, then submit again.", department=department.display_name, **values))

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'submit':
            for company, requests in self.grouped('company_id').items():
                locations = self.env['stock.location']._get_supply_locations(
                    company, requests.employee_id.department_id)
                for request in requests:
                    prepared[request].update({
                        'approver_ids': [Command.set(request._get_approvers().ids)],
                        'destination_id': locations[request.employee_id.department_id].id,
                        'submit_datetime': fields.Datetime.now(),
                        'refuse_reason': False,
                    })
        elif verb == 'reset':
            for request in self:
                # what is a draft again is private again
                prepared[request].update({'approver_ids': [Command.clear()], 'told_user_ids': [Command.clear()]})
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        requests_sudo = self.sudo()  # sudo: who asks cannot make activities for others, nor end theirs
        match verb:
            case 'submit':
                requests_sudo._schedule_approval()
            case 'approve' | 'refuse' | 'reset' | 'cancel':
                requests_sudo._unlink_approval_activities()

    def _schedule_approval(self):
        for approvers, requests in self.grouped('approver_ids').items():
            for approver in approvers:
                # as the system, so that who asked can neither reassign nor delete it
                requests.with_user(SUPERUSER_ID).with_context(mail_activity_automation_skip=False).activity_schedule(
                    'office_admin_supplies.mail_activity_type_approve', user_id=approver.id,
                    summary=self.with_context(lang=approver.lang).env._("Approve or refuse"))
            # an activity makes a follower, but who decides need not hear of all that comes after
            requests.message_unsubscribe(approvers.partner_id.ids)

    def _unlink_approval_activities(self):
        self.activity_unlink(['office_admin_supplies.mail_activity_type_approve'])

    def _track_subtype(self, initial_values):
        if 'state' in initial_values and self.state in ('approved', 'refused'):
            return self.env.ref(f'office_admin_supplies.mt_{self.state}')
        return super()._track_subtype(initial_values)

    @api.model
    def _get_transitions(self):
        officer = 'office_admin_supplies.group_officer'
        return super()._get_transitions() | {
            'submit': (('draft',), 'submitted', REQUESTER),
            'approve': (('submitted',), 'approved', ENGINE),
            'refuse': (('submitted',), 'refused', ENGINE),
            'hand_out': (('approved',), 'approved', officer),
            'done': (('approved',), 'done', (officer, ENGINE)),
            'cancel': (('draft', 'submitted', 'approved'), 'cancelled', (REQUESTER, officer)),
            'reset': (('submitted', 'refused'), 'draft', REQUESTER),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'hand_out': self.env._("Hand Out")}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'need_date', 'note', 'line_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'submit_datetime', 'approver_ids', 'refuse_reason', 'destination_id'}

    @api.model
    def _get_exclusive_verbs(self):
        return ({'submit', 'approve'}, {'approve', 'hand_out'})

    @api.model
    def _get_number_code(self):
        return 'SUP'
