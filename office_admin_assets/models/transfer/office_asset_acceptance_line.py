from odoo import api, fields, models
from odoo.exceptions import UserError


class OfficeAssetAcceptanceLine(models.Model):
    """A thing that another company gives: its card here takes over what was known of it there."""
    _inherit = 'office.asset.acceptance.line'

    origin_card_id = fields.Many2one(
        'maintenance.equipment', "Card There", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        groups=fields.NO_ACCESS)

    def _check_found(self):
        super()._check_found()
        for line in self:
            if line.sudo().origin_card_id and 0 < line.rejected_quantity < line.quantity:
                raise UserError(self.env._(
                    "%(line)s is one card: take all of it, or reject all. The other company can split it and send it "
                    "again.", line=line.display_name))

    def _get_serials(self):
        # sudo: of another company; what is not taken has no card here
        return [] if self.sudo().origin_card_id and not self.accepted_quantity else super()._get_serials()

    def _prepare_equipment(self):
        values = super()._prepare_equipment()
        origin_sudo = self.sudo().origin_card_id.with_context(bin_size=False)  # sudo: of another company
        if not origin_sudo:
            return values
        return values | {'asset_unit': origin_sudo.asset_unit, 'asset_condition': origin_sudo.asset_condition} | {
            name: origin_sudo[name] for name in (
                'image_1920', 'asset_life_months', 'asset_residual_percent', 'asset_bears_data',
                'asset_inspection_date', 'asset_insurance_date')}

    def _prepare_card(self, serial):
        values = super()._prepare_card(serial)
        origin_sudo = self.sudo().origin_card_id
        if not origin_sudo:
            return values
        return values | {
            'asset_origin_id': origin_sudo.id,
            'asset_acquire_date': origin_sudo.asset_acquire_date or values['asset_acquire_date']}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'origin_card_id'}
