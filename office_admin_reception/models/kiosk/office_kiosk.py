from odoo import api, fields, models
from odoo.exceptions import ValidationError

IDLE_SECONDS = (15, 600)
"""Least and most seconds after which the screen forgets what was typed."""

REQUESTS = 600
"""How often in a minute the pages of one kiosk answer: many guests stand before one tablet."""


class OfficeKiosk(models.Model):
    """A tablet in the entrance hall, at which guests say that they have come, and that they go."""
    _name = 'office.kiosk'
    _description = 'Kiosk'
    _inherit = ['office.public.mixin']
    _order = 'name, id'
    _check_company_auto = True
    _public_path = '/office/kiosk/'

    name = fields.Char(required=True, help="For the front desk, to know at which tablet a guest stands.")
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company, ondelete='restrict')
    place_id = fields.Many2one(
        'office.place', "Stands At", index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('kind', 'in', ('site', 'building')), ('company_id', 'in', (False, company_id))]",
        help="Guests who are expected at another place are sent on by the front desk. Empty: it serves all places.")
    lang_ids = fields.Many2many(
        'res.lang', string="Languages", domain="[('active', '=', True)]",
        help="What guests choose from. Empty: all languages that are installed.")
    idle_seconds = fields.Integer(
        "Starts Anew After (seconds)", required=True, default=60,
        help="When nobody has touched the screen for so long, it forgets what was typed and shows its first page.")
    active = fields.Boolean(default=True)
    has_address = fields.Boolean("Has an Address", compute='_compute_has_address')
    waiting_count = fields.Integer("Guests to Help", compute='_compute_waiting_count')

    def _compute_has_address(self):
        # sudo: nobody may read links; this only says whether there are some
        links_sudo = self.env['office.public.link'].sudo().search(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids)])
        with_address = set(links_sudo.mapped('res_id'))
        for kiosk in self:
            kiosk.has_address = kiosk.id in with_address

    def _compute_waiting_count(self):
        counts = dict(self.env['office.kiosk.entry']._read_group(
            [('kiosk_id', 'in', self.ids), ('state', 'in', ('new', 'waiting'))], ['kiosk_id'], ['__count']))
        for kiosk in self:
            kiosk.waiting_count = counts.get(kiosk, 0)

    @api.constrains('idle_seconds')
    def _check_idle_seconds(self):
        least, most = IDLE_SECONDS
        for kiosk in self:
            if not least <= kiosk.idle_seconds <= most:
                raise ValidationError(self.env._(
                    "%(kiosk)s: the screen starts anew after %(least)s to %(most)s seconds.",
                    kiosk=kiosk.name, least=least, most=most))

    def write(self, vals):
        result = super().write(vals)
        if 'company_id' in vals:
            self._end_public_links()  # which would show another company
        return result

    def action_make_address(self):
        """Give the kiosk a new address, which is shown now and never again; an earlier one opens nothing any more."""
        self.ensure_one()
        self.check_access('write')
        self._end_public_links()
        address = self._get_public_address(self._make_public_token())
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Address of %(kiosk)s", kiosk=self.name),
            'res_model': 'office.kiosk.address',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_kiosk_id': self.id, 'default_address': address},
        }

    def action_end(self):
        """End the address: the tablet shows nothing any more, and what it sends is not taken."""
        self.check_access('write')
        self._end_public_links()

    # The page

    def _get_public_lang(self):
        return self._get_languages()[0][0]

    def _get_public_requests(self):
        return max(super()._get_public_requests(), REQUESTS)

    def _get_languages(self):
        """Return ``[(code, name)]`` of the languages from which guests choose, that of the company first."""
        self.ensure_one()
        # sudo: guests read no languages
        installed = self.env['res.lang'].sudo().get_installed()
        chosen = set(self.sudo().lang_ids.mapped('code'))
        own = [(code, name) for code, name in installed if not chosen or code in chosen] or installed
        home = self.company_id.partner_id.lang
        return [(code, name.split(' / ')[-1]) for code, name in sorted(own, key=lambda row: row[0] != home)]

    def _get_purposes(self):
        """Return the purposes from which guests choose, as superuser."""
        self.ensure_one()
        # sudo: guests read no purposes
        return self.env['office.visit.purpose'].sudo().search([('company_id', 'in', (False, self.company_id.id))])
