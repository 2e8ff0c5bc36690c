from odoo import fields, models
from odoo.exceptions import UserError


class OfficeFoundClaim(models.TransientModel):
    """Somebody says that a found thing is theirs: who, and how the front desk knows."""
    _name = 'office.found.claim'
    _description = 'Claim of a Found Thing'
    _inherit = ['office.document.wizard.mixin']

    employee_id = fields.Many2one('hr.employee')
    name = fields.Char("Or Somebody from Outside")
    contact = fields.Char("Phone or E-mail")
    proof = fields.Text("How We Know It Is Theirs", help="For example what they have told of it without seeing it.")

    def action_confirm(self):
        self.ensure_one()
        name, proof = (self.name or '').strip(), (self.proof or '').strip()
        if bool(self.employee_id) == bool(name):
            raise UserError(self.env._(
                "%(things)s: say who asks for it, an employee or somebody from outside.", things=self.document_names))
        if not proof:
            raise UserError(self.env._("%(things)s: say how you know that it is theirs.", things=self.document_names))
        return self._close(self._get_documents()._transition_each('claim', {
            'claim_employee_id': self.employee_id.id, 'claim_name': name, 'claim_contact': (self.contact or '').strip(),
            'claim_proof': proof, 'claim_datetime': fields.Datetime.now()}))

    def _get_mixin(self):
        return 'office.found.thing'
