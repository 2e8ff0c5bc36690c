from markupsafe import Markup

from odoo import api, fields, models


class OfficeKioskAddress(models.TransientModel):
    """The new address of a kiosk, shown once: neither this dialog nor anything else keeps it."""
    _name = 'office.kiosk.address'
    _description = 'Address of a Kiosk'

    kiosk_id = fields.Many2one('office.kiosk', required=True, readonly=True, ondelete='cascade')
    address = fields.Char(store=False, readonly=True)
    qr_code = fields.Html("QR Code", compute='_compute_qr_code', sanitize=False)

    @api.depends('address')
    def _compute_qr_code(self):
        for dialog in self:
            picture = dialog.address and self.env['office.label.print']._draw_qr(dialog.address)
            dialog.qr_code = picture and Markup('<img alt="" width="240" height="240" src="%s"/>') % picture
