from odoo import models


class OfficeAssetScanMixin(models.AbstractModel):
    """A form into which cards are scanned while it can be written; of each code that is not taken it is said why."""
    _name = 'office.asset.scan.mixin'
    _description = 'Form into Which Assets Are Scanned'
    _inherit = 'barcodes.barcode_events_mixin'

    def on_barcode_scanned(self, barcode):
        """Take the card of this code, or say why it is not taken."""
        company = self._get_scan_company()
        found = self.env['maintenance.equipment']._find_scanned_anywhere(barcode)
        card = (found.filtered(lambda card: card.company_id == company) or found)[:1]
        code = self.env['office.label']._get_readable(barcode)
        if fault := self._get_scan_fault(card, code):
            return {'warning': {'type': 'notification', 'title': code, 'message': fault}}
        self._take_scanned(card)

    def _get_scan_company(self):
        """Hook: the company whose cards are scanned here."""
        return self.company_id

    def _get_scan_fault(self, card, code):
        """Hook: why what was scanned is not taken, or False.

        :param card: the card of this code, or none
        """
        company = self._get_scan_company()
        if not card:
            return self.env._("No asset that you may see has the code %(code)s.", code=code)
        if card in self._get_scanned():
            return self.env._("%(card)s is here already.", card=card.display_name)
        if card.company_id != company:
            return self.env._(
                "%(card)s belongs to %(company)s, and this document to %(own)s.", card=card.display_name,
                company=card.company_id.name, own=company.name)
        if card.asset_state == 'ended':
            return self.env._("%(card)s has left the ledger.", card=card.display_name)
        return False

    def _get_scanned(self):
        """Hook: the cards that were taken already."""
        return self.line_ids.equipment_id

    def _take_scanned(self, card):
        """Hook: put ``card`` where it belongs in this form."""
        self.line_ids += self.line_ids.new({'equipment_id': card.id})
