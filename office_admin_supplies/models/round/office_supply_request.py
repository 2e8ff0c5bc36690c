from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED
from odoo.addons.office_admin_base.touch import touch_rows


class OfficeSupplyRequest(models.Model):
    """A supply request as what a department files in a collection round."""
    _inherit = 'office.supply.request'

    round_id = fields.Many2one(
        'office.supply.round', "Collection Round", index='btree_not_null', copy=False, check_company=True,
        ondelete='restrict', domain="[('state', '=', 'collecting'), ('company_id', '=', company_id)]",
        help="What is filed in a round is bought together with what other departments need.")
    order_summary = fields.Char(
        "Purchase", compute='_compute_order_summary', compute_sudo=True,
        help="How far the purchase is of what was filed in a collection round.")
    has_open_round = fields.Boolean(compute='_compute_has_open_round')

    @api.depends('state', 'round_id.state', 'line_ids.round_line_id.received_quantity')
    @api.depends_context('lang')
    def _compute_order_summary(self):
        for request in self:
            is_bought = request.round_id and request.state in ('approved', 'done')
            request.order_summary = request._get_order_summary() if is_bought else False

    @api.depends('company_id')
    def _compute_has_open_round(self):
        collecting = self.env['office.supply.round'].search(
            [('state', '=', 'collecting'), ('company_id', 'in', self.company_id.ids)])
        for request in self:
            request.has_open_round = request.company_id in collecting.company_id

    @api.constrains('round_id')
    def _check_round(self):
        self._check_round_open()

    def _get_order_summary(self):
        lines = self.line_ids.round_line_id
        ordered = lines.filtered('ordered_quantity')
        if not ordered:
            return dict(self.round_id._fields['state']._description_selection(self.env))[self.round_id.state]
        open_lines = ordered.filtered(
            lambda line: line.uom_id.compare(line.received_quantity, line.ordered_quantity) < 0)
        if not open_lines:
            return self.env._("The goods have arrived")
        dates = [line.expected_date for line in open_lines if line.expected_date]
        return self.env._(
            "Ordered, expected on %(date)s", date=format_date(self.env, max(dates))) if dates else self.env._("Ordered")

    def _check_round_open(self):
        """:raise UserError: the round of a draft is not collecting"""
        for request in self.filtered(lambda request: request.round_id and request.state == 'draft'):
            round_sudo = request.round_id.sudo()  # sudo: employees read rounds that are open
            if round_sudo.state != 'collecting':
                raise UserError(self.env._(
                    "%(round)s is not open (%(state)s) and takes no new requests. Choose another round for "
                    "%(request)s, or leave the field empty to ask for it on its own.",
                    round=round_sudo.display_name, request=request.display_name,
                    state=dict(round_sudo._fields['state']._description_selection(self.env))[round_sudo.state]))
            if round_sudo.company_id != request.company_id:
                raise UserError(self.env._(
                    "%(round)s is of another company than %(request)s. Choose another round.",
                    round=round_sudo.display_name, request=request.display_name))

    def _check_round_fits(self):
        """:raise UserError: what is asked for cannot be filed in the round that was chosen"""
        self._check_round_open()
        filed = self.sudo().filtered('round_id')  # sudo: rounds, categories
        filed.round_id._hold()
        if secret := filed.filtered(lambda request: request.secrecy_level in RESTRICTED):
            raise UserError(self.env._(
                "%(requests)s is confidential and cannot be filed in a round, where others see who needs what. Leave "
                "the round empty to ask for it on its own.", requests=secret._get_names()))
        for request in filed.filtered(lambda request: request.round_id.category_ids):
            allowed = self.env['product.category'].sudo().search(
                [('id', 'child_of', request.round_id.category_ids.ids)])
            others = request.line_ids.product_id - request.line_ids.product_id.filtered_domain(
                [('categ_id', 'in', allowed.ids)])
            if others:
                raise UserError(self.env._(
                    "%(round)s is not for %(products)s. Ask for them in a request of their own.",
                    round=request.round_id.display_name,
                    products=format_list(self.env, others.mapped('display_name'))))

    def _leave_round(self):
        """Take requests that ended out of what their round counts, as long as nothing was ordered."""
        for supply_round, requests in self.filtered('round_id').grouped('round_id').items():
            if supply_round.state == 'closed':
                touch_rows(supply_round)
                lines = requests.line_ids.round_line_id
                requests.line_ids._write_as_system({'round_line_id': False})
                lines._sum_up()
            if supply_round.state not in ('planned', 'collecting'):
                # without their names: they can become secret later
                supply_round._message_log(body=self.env._(
                    "Requests that were taken back: %(count)s. Look whether less has to be bought.",
                    count=len(requests)) if supply_round.state != 'done' else self.env._(
                    "Requests that were taken back: %(count)s", count=len(requests)))

    def _leave_round_secretly(self):
        """Take those of these requests that are secret out of their rounds, in whatever state these are.

        Officers and auditors who may not see them read what a round counts. What is bought stays the same: it is
        still promised, as everything that is to be handed out, and no longer stands in what was filed.
        """
        secret = self.filtered(lambda request: request.round_id and request.secrecy_level in RESTRICTED)
        for supply_round, requests in secret.grouped('round_id').items():
            touch_rows(supply_round)
            lines = requests.line_ids.filtered('round_line_id')
            lines.round_line_id._forget(lines)
            lines._write_as_system({'round_line_id': False})
            self.env['office.supply.split.line'].search([('request_line_id', 'in', lines.ids)])._forget()
            requests._write_as_system({'round_id': False})
            for request in requests.filtered(lambda request: request.state != 'draft'):
                request._message_log(body=self.env._(
                    "It has left %(round)s, where others would see what was asked for. What is ordered for it comes "
                    "all the same, and is handed out from the stock.", round=supply_round.display_name))

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'round_id'}
