from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OfficePlace(models.Model):
    """What stands in a place."""
    _inherit = 'office.place'

    asset_count = fields.Integer("Assets", compute='_compute_asset_count')

    def _compute_asset_count(self):
        counts = dict(self.env['maintenance.equipment']._read_group(
            [('asset_code', '!=', False), ('place_id', 'in', self.ids)], ['place_id'], ['__count']))
        for place in self:
            place.asset_count = counts.get(place, 0)

    @api.constrains('company_id')
    def _check_asset_company(self):
        for place in self.filtered('company_id'):
            # sudo: also cards of companies that the user does not see
            if self.env['maintenance.equipment'].sudo().with_context(active_test=False).search_count(
                    [('place_id', '=', place.id), ('company_id', '!=', place.company_id.id)], limit=1):
                raise ValidationError(self.env._(
                    "In %(place)s stand assets of other companies. Leave it to all companies.",
                    place=place.display_name))

    def _filter_in_use(self):
        # sudo: also what the user does not see stands there
        cards_sudo = self.env['maintenance.equipment'].sudo().search(
            [('asset_code', '!=', False), ('place_id', 'in', self.ids)])
        return super()._filter_in_use() | (self & cards_sudo.place_id.sudo(False))

    def action_open_assets(self):
        """Open the cards of what stands here and in the parts of this place."""
        self.ensure_one()
        return self.env['ir.actions.act_window']._for_xml_id('office_admin_assets.office_asset_action') | {
            'domain': [('asset_code', '!=', False), ('place_id', 'child_of', self.id)]}
