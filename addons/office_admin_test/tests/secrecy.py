from odoo.fields import Command

from .common import OfficeRequestMixin

TITLE = "Shredder for the lawsuit"


class SecrecyMixin(OfficeRequestMixin):
    """A secret request of the user, decided by his head, served by a named officer; before the office of an app."""

    @classmethod
    def _set_up_secrecy(cls):
        cls._set_up_office()
        cls._set_up_clearances()

    @classmethod
    def _set_up_clearances(cls):
        cls.administrator = cls._create_user('sup_administrator', 'base.group_system')
        for user in (cls.user, cls.head, cls.officer, cls.manager):
            cls._clear(user)
        (cls.officer | cls.colleague).write({'group_ids': [Command.link(cls.env.ref('base.group_allow_export').id)]})
        cls.elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})
        cls.foreigner = cls._create_user('sup_foreigner')
        cls.foreigner.write({'company_ids': [Command.set(cls.elsewhere.ids)], 'company_id': cls.elsewhere.id})

    @classmethod
    def _create_secret(cls, level='secret', user=None):
        request = cls._create_request(
            user, secrecy_level=level, allowed_user_ids=[Command.set(cls.officer.ids)], note=TITLE)
        request.action_submit()
        cls.env.flush_all()
        cls.env.invalidate_all()
        return request

    def _get_outsiders(self):
        """Return those whom a secret neither concerns nor names, whatever their rights."""
        return self.colleague | self.stranger | self.auditor | self.manager | self.administrator | self.foreigner
