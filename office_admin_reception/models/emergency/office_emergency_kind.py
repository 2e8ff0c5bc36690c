from odoo import fields, models


class OfficeEmergencyKind(models.Model):
    """What can happen, what everybody does first, and who is called one after the other."""
    _name = 'office.emergency.kind'
    _description = 'Kind of Emergency'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', index=True, help="Empty for all companies.")
    instruction = fields.Text(
        "What to Do First", translate=True, help="Whoever calls for help reads it, and whoever comes.")
    step_ids = fields.One2many('office.emergency.step', 'kind_id', "Call Chain", copy=True)

    def _get_chain(self, company, reporter):
        """Return ``[(words, users, minutes)]``, who is called one after the other, and how long each has to answer.

        Who is on leave, or calls for help themselves, gives way to the next ones. Where nobody is left, who leads the
        front desk is called.

        :param company: of the emergency
        :param reporter: the user who calls for help
        """
        self.ensure_one()
        chain = []
        for step in self.sudo().step_ids:  # sudo: who calls for help need not know who is called
            words = step._get_words()
            called = self.env['res.users']
            for users, name in ((step._get_users(company), words), (
                    step._get_deputies(company), self.env._("Deputies of %(people)s", people=words))):
                users -= called | reporter
                users -= users._get_away(company)
                if users:
                    called |= users
                    chain.append((name, users, step.minutes))
        if not chain:
            group = self.env.ref('office_admin_reception.group_manager')
            if users := group._get_people(company):
                chain.append((group._get_role_label(), users, 5))
        return chain
