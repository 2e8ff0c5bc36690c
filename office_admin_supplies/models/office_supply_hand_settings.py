from odoo import fields, models

RECEIPT_WAYS = [
    ('signature', "Signature"), ('code', "Pick-up code"), ('either', "Signature or pick-up code")]


class ResCompany(models.Model):
    """How the company hands supplies out, and proves to whom."""
    _inherit = 'res.company'

    supply_receipt_way = fields.Selection(
        RECEIPT_WAYS, "Proof of Receipt", required=True, default='signature',
        help="How the receiver proves that he took the goods, where the company wants a proof at all.")

    def _get_supply_receipt_way(self):
        """Return a key of :data:`RECEIPT_WAYS`, or ``'name'`` where the receiver's name is enough."""
        self.ensure_one()
        company_sudo = self.sudo()  # sudo: settings
        return company_sudo.supply_receipt_way if company_sudo.supply_signature_required else 'name'


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    supply_receipt_way = fields.Selection(related='company_id.supply_receipt_way', readonly=False, required=True)
