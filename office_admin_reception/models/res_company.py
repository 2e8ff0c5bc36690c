from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    office_visit_answer_minutes = fields.Integer(
        "Host Answers Within (minutes)", default=5,
        help="So many minutes after a guest has arrived, whoever stands in for the host is called, and after as many "
             "again the front desk. Minutes of the clock, also at weekends.")

    office_visit_miss_hours = fields.Integer(
        "Did Not Come After (hours)", default=2,
        help="So many hours after the end of a visit whose guests have not come, it is noted that they did not.")
    office_visit_wifi = fields.Text(
        "Wi-Fi for Guests", translate=True, help="Network and how to get in. Guests read it in their invitation.")
    office_visit_welcome = fields.Text(
        "Welcome at the Kiosk", translate=True, help="Guests read it on the first page of a kiosk, below “Welcome”.")
    office_visit_notice = fields.Text(
        "Notice on Personal Data", translate=True,
        help="Guests read it before they give their data: who keeps what, why, until when, and what they may ask. "
             "Leave it empty for the standard text.")

    @api.model
    def _get_office_limits(self):
        return super()._get_office_limits() | {
            'office_visit_answer_minutes': (1, 240),
            'office_visit_miss_hours': (0, 72),
        }

    def _get_visit_notice(self):
        """Return what guests of this company read on their data, in the language of the environment."""
        self.ensure_one()
        return self.office_visit_notice or self.env._(
            "%(company)s keeps your name, your organisation, how to reach you, and when you come and go: to expect "
            "you, to call your host, to tell you of changes, and to know who is in the house in an emergency. Nobody "
            "else gets it. You may ask the front desk what is kept of you, and to correct or delete it.",
            company=self.name)

    def _get_visit_notice_summary(self, purposes):
        """Return in one line who keeps what guests enter at a kiosk, why, and until when.

        :param purposes: from which guests choose there, and which may have periods of their own
        """
        self.ensure_one()
        words = {'company': self.name}
        days = {purpose._get_keep_days(self) for purpose in purposes} or {self.office_visit_keep_days}
        if len(days) == 1:
            return self.env._(
                "%(company)s keeps what you enter here, to let you in and to call your host. It is erased %(days)s "
                "days after your visit.", days=days.pop(), **words)
        return self.env._(
            "%(company)s keeps what you enter here, to let you in and to call your host. It is erased %(least)s to "
            "%(most)s days after your visit, depending on why you come.", least=min(days), most=max(days), **words)

    def _get_office_first_steps(self):
        sites = self.env['office.place'].search(
            [('kind', '=', 'site'), ('company_id', 'in', [False, self.id])], order='id')
        return super()._get_office_first_steps() + [{
            'key': 'visit_sites',
            'label': self.env._("Sites to which guests come"),
            'sentence': self.env._(
                "Enter each site, and say how guests get there and where they park: it stands in their invitation."),
            'is_done': bool(sites) and all(sites.mapped('visit_way')),
            'action': 'office_admin_place.office_place_action',
            'group': 'office_admin_place.group_officer',
        }]
