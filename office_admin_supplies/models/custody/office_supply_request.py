from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED

from ...groups import OFFICER


class OfficeSupplyRequest(models.Model):
    """What was handed out can come back; what came back is not open again."""
    _inherit = 'office.supply.request'

    can_give_back = fields.Boolean(compute='_compute_can_give_back')

    @api.depends('line_ids.handed_quantity')
    @api.depends_context('uid')
    def _compute_can_give_back(self):
        is_officer = self.env.user.has_group(OFFICER)
        for request in self:
            has_goods = any(line.handed_quantity > 0 for line in request.line_ids)
            request.can_give_back = has_goods and (
                is_officer or self.env.user in request.sudo()._get_beneficiary_users())  # sudo: whose it is

    def action_give_back(self):
        self.ensure_one()
        self._check_can_give_back()
        return self._open_wizard('office.supply.request.give.back', self.env._("Give Back")) | {
            'context': {'default_request_id': self.id}}

    def _check_can_give_back(self):
        """:raise AccessError: the user is neither an officer nor one of those for whom the goods were"""
        self.check_access('read')
        self._check_who('give_back', (CONCERNED, OFFICER), None)

    def _give_back(self, quantities, reason, condition):
        """Offer goods to the supply room, as :meth:`_give_back_parts`, in the unit of the lines.

        :param dict quantities: ``{line: quantity}``
        """
        return self._give_back_parts([
            (line, quantity, line.uom_id, None) for line, quantity in quantities.items()], reason, condition)

    def _give_back_parts(self, parts, reason, condition):
        """Offer goods to the supply room; what an officer brings is accepted at once.

        :param list parts: ``[(line, quantity, unit, lot name or None)]``
        :param str condition: a key of :data:`CONDITIONS`
        :raise AccessError: the user is none of those for whom the goods were
        :raise UserError: more would come back than was handed out, or nothing
        """
        self._check_can_give_back()
        parts = [part for part in parts if part[1]]
        if not parts:
            raise UserError(self.env._(
                "%(requests)s: enter for at least one item how much you bring back.", requests=self._get_names()))
        given = self.env['office.supply.return']
        for line, quantity, uom, lot_name in parts:
            lot_sudo = line._get_lot_out(lot_name)
            line._check_can_give_back(quantity, uom, lot_sudo)
            # sudo: nobody makes such records but by this verb
            given |= given.sudo().create({
                'line_id': line.id, 'company_id': line.company_id.id, 'quantity': quantity, 'uom_id': uom.id,
                'lot_id': lot_sudo.id, 'reason': reason.strip(), 'condition': condition}).sudo(False)
        is_own = self.env.user in self._get_beneficiary_users()
        if self.env.user.has_group(OFFICER) and not (is_own and self.company_id.office_segregation == 'refuse'):
            given._transition('accept')
        else:
            given._tell_concerned('submit')
        return given

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'give_back': self.env._("Give Back")}
