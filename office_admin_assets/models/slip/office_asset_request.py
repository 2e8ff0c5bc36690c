from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE


class OfficeAssetRequest(models.Model):
    """What was asked for is handed out by a slip: the request is done when whoever gets the things has them."""
    _inherit = 'office.asset.request'

    def _hand_over(self, given):
        """Write the slip by which the person for whom this request is receives what an officer has picked.

        :param list given: ``[(line, card)]``
        """
        self.ensure_one()
        slip = self.env['office.asset.slip'].create({
            'kind': 'hand_out', 'company_id': self.company_id.id,
            'employee_id': self.sudo().employee_id.id,  # sudo: a colleague
            'note': self._get_public_name(),
            'line_ids': [Command.create({'equipment_id': card.id}) for _line, card in given]})
        for (line, _card), slip_line in zip(given, slip.line_ids, strict=True):
            slip_line._write_as_system({'request_line_id': line.id})
        slip._transition('submit')
        if not self.sudo()._get_open_lines():
            self._end_deadline(self._serve_verb)  # from now on, who receives it has to say so
        return slip

    def _get_waiting_slips(self):
        """Return the slips of these requests that nobody has confirmed yet, as superuser."""
        return self.env['office.asset.slip'].sudo().search([
            ('state', '=', 'submitted'), ('line_ids.request_line_id', 'in', self.sudo().line_ids.ids)])

    def _go_on(self):
        """Let those of these requests be done of which all was handed out and received; called as superuser."""
        for request in self:
            if request.state == 'approved' and not (request._get_open_lines() or request._get_waiting_slips()):
                request._transition('done', by=ENGINE)

    def _filter_served(self):
        return super()._filter_served().filtered(
            lambda request: any(request.sudo().line_ids.mapped('served_quantity')))

    def _check_can_done(self, by=None):
        super()._check_can_done(by)
        for request in self:
            if slips := request._get_waiting_slips():
                raise UserError(self.env._(
                    "%(request)s: %(slips)s waits until the things were received. Then the request is done by itself.",
                    request=request.display_name, slips=slips._get_names()))

    def _get_desk_who(self):
        slip = self.state == 'approved' and self._get_waiting_slips()[:1]
        return slip.party_name if slip else super()._get_desk_who()
