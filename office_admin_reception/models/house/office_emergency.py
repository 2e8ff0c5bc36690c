from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..emergency.office_emergency import RUNNING


class OfficeEmergency(models.Model):
    """Who has to leave the house in an emergency is called in a roll call of its site."""
    _inherit = 'office.emergency'

    roll_call_id = fields.Many2one(
        'office.roll.call', readonly=True, copy=False, index='btree_not_null', ondelete='set null',
        groups='office_admin_reception.group_warden,office_admin_reception.group_auditor')

    def action_roll_call(self):
        """Open the roll call of this emergency; before that, join the one that runs at its site, or start it.

        :raise AccessError: the user is no warden
        :raise UserError: the emergency does not last, or its site is not known
        """
        self.ensure_one()
        self.check_access('read')
        rolls = self.env['office.roll.call']
        if not rolls._has_role('warden'):
            raise AccessError(self.env._(
                "Roll calls are held by “%(right)s”.",
                right=self.env.ref(rolls._get_role_group('warden')).sudo().full_name))
        if not self.roll_call_id:
            self._check_lasts()
            self._write_as_system({'roll_call_id': rolls._join(
                self.company_id, self._get_site(), 'drill' if self.is_drill else 'real').id})
        return self.roll_call_id._get_form_action()

    def _check_lasts(self):
        if self.state == 'draft':
            raise UserError(self.env._("Call for help first, then start the roll call."))
        if self.state not in RUNNING:
            raise UserError(self.env._(
                "%(emergency)s is over. Start a roll call of its own from the list of roll calls.",
                emergency=self.display_name))

    def _get_site(self):
        place = self.place_id
        site = place._get_sites()[place] if place else self.env['office.visit']._get_only_site(self.company_id)
        if not site:
            raise UserError(self.env._(
                "%(emergency)s does not say where. Start the roll call from the list of roll calls, and choose the "
                "site there.", emergency=self.display_name))
        return site

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'roll_call_id'}


class OfficeRollCall(models.Model):
    _inherit = 'office.roll.call'

    emergency_ids = fields.One2many('office.emergency', 'roll_call_id', "Emergencies", readonly=True, copy=False)

    @api.model
    def _join(self, company, site, kind):
        """Return the roll call that runs at ``site``, or start one; what is earnest does not become a drill.

        :param str kind: ``drill`` or ``real``
        """
        running = self.search([
            ('company_id', '=', company.id), ('site_id', '=', site.id), ('state', '=', 'running')])
        if not running:
            running = self.create({'company_id': company.id, 'site_id': site.id, 'kind': kind})
            running.action_start()
        elif kind == 'real':
            running._write_as_system({'kind': kind})
        return running

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'emergency_ids'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'emergency_ids'}
