from odoo.fields import Command


class KioskMixin:
    """A kiosk at the main site, and what guests do at it; stands before a class with ``OfficeVisitMixin``."""

    @classmethod
    def _set_up_kiosk(cls):
        cls.kiosk = cls.env['office.kiosk'].create({
            'name': "Hall", 'company_id': cls.company.id, 'place_id': cls.site.id})
        cls.number = 0

    @classmethod
    def _get_entries(cls, kiosk=None):
        return cls.env['office.kiosk.entry'].search([('kiosk_id', '=', (kiosk or cls.kiosk).id)], order='id')

    @classmethod
    def _settle(cls, kiosk=None):
        """Do what the scheduled action does; return the entries of the kiosk."""
        entries = cls._get_entries(kiosk)
        entries.filtered(lambda entry: entry.state == 'new')._settle_alone()
        cls.env.invalidate_all()
        return entries

    @classmethod
    def _enter(cls, kind='arrive', kiosk=None, **values):
        """Take down what a guest has typed, and do what follows; return the entry."""
        cls.number += 1
        kiosk = (kiosk or cls.kiosk).with_user(cls.env.ref('base.public_user')).sudo()
        kiosk.env['office.kiosk.entry']._receive(kiosk, {'kind': kind, 'key': f'{cls.number:032}', **values})
        return cls._settle(kiosk)[-1:]

    @classmethod
    def _expect(cls, name="Ann Lee", organisation="Acme", email="ann@example.com", hours=0, **values):
        """Announce a guest of today; return them."""
        visit = cls._announce(guests=(), hours=hours, guest_ids=[
            Command.create({'name': name, 'organisation': organisation, 'email': email})], **values)
        return visit.guest_ids.with_env(cls.env)

    @classmethod
    def _make_rule(cls, kind='house', text="Stay with your host.", **values):
        return cls.env['office.visit.rule'].create({
            'kind': kind, 'text': text, 'company_id': cls.company.id, **values})
