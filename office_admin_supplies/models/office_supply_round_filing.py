from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_list

from odoo.addons.office_admin_base.models.office_secrecy_mixin import RESTRICTED


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

    @api.constrains('round_id')
    def _check_round(self):
        self._check_round_open()

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

    def _check_can_submit(self):
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
        super()._check_can_submit()

    def _after_transition(self, verb):
        super()._after_transition(verb)
        filed_sudo = self.sudo().filtered('round_id')  # sudo: who decides need not read rounds
        if verb == 'approve':
            filed_sudo.round_id._hold()
        elif verb in ('cancel', 'reset'):
            filed_sudo._leave_round()

    def _after_classified(self):
        super()._after_classified()
        secret_sudo = self.sudo().filtered(lambda request: request.round_id and request.secrecy_level in RESTRICTED)
        secret_sudo._leave_secretly()

    def _leave_secretly(self):
        """Take requests that became secret out of their rounds, in whatever state these are.

        Officers and auditors who may not see them read what a round counts. What is bought stays the same: it is
        still promised, as everything that is to be handed out, and no longer stands in what was filed.
        """
        for supply_round, requests in self.grouped('round_id').items():
            supply_round._touch()
            lines = requests.line_ids.filtered('round_line_id')
            lines.round_line_id._forget(lines)
            lines._write_round_line(None)
            self.env['office.supply.split.line'].search([('request_line_id', 'in', lines.ids)])._forget()
            requests._write_as_system({'round_id': False})
            for request in requests.filtered(lambda request: request.state != 'draft'):
                request._message_log(body=self.env._(
                    "It has left %(round)s, where others would see what was asked for. What is ordered for it comes "
                    "all the same, and is handed out from the stock.", round=supply_round.display_name))

    def _leave_round(self):
        """Take requests that ended out of what their round counts, as long as nothing was ordered."""
        for supply_round, requests in self.grouped('round_id').items():
            if supply_round.state == 'closed':
                supply_round._touch()
                lines = requests.line_ids.round_line_id
                requests.line_ids._write_round_line(None)
                lines._sum_up()
            if supply_round.state not in ('planned', 'collecting'):
                # without their names: they can become secret later
                supply_round._message_log(body=self.env._(
                    "Requests that were taken back: %(count)s. Look whether less has to be bought.",
                    count=len(requests)) if supply_round.state != 'done' else self.env._(
                    "Requests that were taken back: %(count)s", count=len(requests)))

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'round_id'}


class OfficeSupplyRequestLine(models.Model):
    _inherit = 'office.supply.request.line'

    round_id = fields.Many2one(related='request_id.round_id', store=True, index='btree_not_null')
    round_line_id = fields.Many2one(
        'office.supply.round.line', "Product of the Round", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')

    @api.model
    def default_get(self, fields):
        # neither a context key nor a stored default makes such a link
        return super().default_get([name for name in fields if name != 'round_line_id'])

    @api.model_create_multi
    def create(self, vals_list):
        self._check_round_line_not_by_hand(set().union(*vals_list))
        lines = super().create(vals_list)
        lines.request_id._check_round_open()
        return lines

    def write(self, vals):
        self._check_round_line_not_by_hand(vals.keys())
        result = super().write(vals)
        if vals.keys() & {'product_id', 'quantity', 'uom_id'}:
            self.request_id._check_round_open()
        return result

    def _check_round_line_not_by_hand(self, names):
        if 'round_line_id' in names:
            raise UserError(self.env._(
                "Which product of a round a line belongs to follows from its request and cannot be set by hand."))

    def _write_round_line(self, round_line):
        """Link these lines to a line of a round, or to none; nothing else writes that link."""
        if self:
            self.flush_recordset(['round_line_id'])
            self.env.execute_query(SQL(
                "UPDATE office_supply_request_line SET round_line_id = %s WHERE id IN %s RETURNING id",
                round_line.id if round_line else None, tuple(self.ids)))
            self.invalidate_recordset(['round_line_id'])
            self.env['office.supply.round.line'].invalidate_model(['request_line_ids'])

    def action_open_order(self):
        """Open what was ordered for these lines."""
        self.check_access('read')
        if not self.round_line_id:
            raise UserError(self.env._(
                "%(lines)s was not bought in a collection round: it came from the stock.",
                lines=format_list(self.env, self[:10].mapped('display_name'))))
        return self.round_line_id.action_open_order()


class OfficeSupplyRound(models.Model):
    """How requests leave a round in which they cannot take part."""
    _inherit = 'office.supply.round'

    @api.model
    def _get_refused_link_message(self):
        # employees read a round as long as it collects, and it may have closed while they wrote
        return self.env._(
            "This collection round is not open, or not any more. Choose another round, or leave the field empty to ask "
            "for it on its own.")

    def _let_go_unapproved(self):
        """Let requests that were submitted but not approved in time go on in the next round, or on their own."""
        for supply_round in self:
            # sudo: requests that the officer may not change
            late_sudo = supply_round.sudo().request_ids.filtered(lambda request: request.state == 'submitted')
            supply_round._let_go(late_sudo, supply_round._get_next_round())

    def _let_go(self, requests_sudo, next_round=None):
        """Take requests out of their round and say so to those concerned."""
        if not requests_sudo:
            return
        requests_sudo.line_ids.filtered('round_line_id')._write_round_line(None)
        requests_sudo._write_as_system({'round_id': next_round.id if next_round else False})
        for request_sudo in requests_sudo.filtered(lambda request: request.state != 'draft'):
            request_sudo.message_post(body=self.env._(
                "It takes part in %(round)s now.", round=next_round.display_name) if next_round else self.env._(
                "It takes part in no collection round any more and is handed out from the stock."))
        self._message_log_batch({supply_round.id: self.env._(
            "Requests that do not take part, not approved in time or since the round was cancelled: %(count)s",
            count=len(requests_sudo)) for supply_round in self})

    def _get_next_round(self):
        """Return the round that is collecting after this one, if there is one for all products."""
        self.ensure_one()
        return self.sudo().search([
            ('company_id', '=', self.company_id.id), ('state', '=', 'collecting'), ('id', '!=', self.id),
            ('category_ids', '=', False)], order='close_date, id', limit=1)
