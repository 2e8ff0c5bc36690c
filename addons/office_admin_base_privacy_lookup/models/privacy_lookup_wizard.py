from odoo import api, models
from odoo.fields import Command


class PrivacyLookupWizard(models.TransientModel):
    """Odoo looks a person up by SQL, past all rules: what is hidden from its user is left out of what was found."""
    _inherit = 'privacy.lookup.wizard'

    def _get_query(self):
        # sudo: links to people that are for certain groups are looked up, too, where Odoo only stops at the first
        return super(PrivacyLookupWizard, self.sudo())._get_query()

    def write(self, vals):
        if 'line_ids' in vals:
            vals = {**vals, 'line_ids': [command for command in vals['line_ids'] if not self._is_hidden(command)]}
        return super().write(vals)

    def _is_hidden(self, command):
        if command[0] != Command.CREATE:
            return False
        return any(
            model in self._get_guarded_models() and not self.env[model].browse(number)._filtered_access('read')
            for model, number in self.line_ids._get_sent_links(command[2]))


class PrivacyLookupWizardLine(models.TransientModel):
    """Odoo archives and deletes as superuser what a line names: of the office, only what its user may."""
    _inherit = 'privacy.lookup.wizard.line'

    def action_unlink(self):
        self.ensure_one()
        if self._is_guarded() and not self.is_unlinked:
            # as the user: what may not be deleted stays, and then the rest of what was looked up as well
            self.env[self.res_model].browse(self.res_id).unlink()
        return super().action_unlink()

    @api.onchange('is_active')
    def _onchange_is_active(self):
        for line in self.filtered('res_id'):
            if line._is_guarded():
                self.env[line.res_model].browse(line.res_id).check_access('write')
        return super()._onchange_is_active()

    def _is_guarded(self):
        return self.res_model in self._get_guarded_models()
