from odoo import api, fields, models


class OfficeSubstitution(models.Model):
    _inherit = 'office.substitution'

    @api.model
    def _get_stood_in_for(self, user, model):
        """Return those in whose place ``user`` acts now on documents of ``model``, also by way of others."""
        nobody = self.env['res.users']
        user_sudo = user.sudo()  # sudo: whether somebody is a substitute at all
        if not user_sudo.substitute_until or user_sudo.substitute_until <= fields.Datetime.now():
            return nobody
        current = self._get_current(model)
        return nobody.union(*(
            holder for holder in current if user in self._get_standing_in(current, holder, nobody)))
