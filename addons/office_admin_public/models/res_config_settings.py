from odoo import api, fields, models

REQUESTS, FAILURES = 60, 20
"""How often a page is opened, and how many links that open nothing are tried from one address, in a minute."""


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    office_public_requests = fields.Integer(
        "Requests of One Link", config_parameter='office_admin_public.requests', default=REQUESTS)
    office_public_failures = fields.Integer(
        "Wrong Links from One Address", config_parameter='office_admin_public.failures', default=FAILURES)

    @api.model
    def _get_public_limit(self, name, default):
        """Return a limit per minute; what is no number above zero means the default."""
        # sudo: guests read no parameters; this one only decides whether they wait
        text = self.env['ir.config_parameter'].sudo().get_param(f'office_admin_public.{name}', '')
        return int(text) if text.isdecimal() and int(text) else default
