import base64
import uuid
from datetime import datetime, timezone

from odoo import fields
from odoo.fields import Command

from odoo.addons.office_admin_base.tests.test_photo import make_photo
from odoo.addons.office_admin_test.tests.common import SIGNATURE

from .common import OfficeVisitMixin
from .kiosk import KioskMixin

SECRETS = ("Zdenka", "Vrbnik", "S-SECRET", "Because of it")
"""Words that stand in all records of :class:`ForeignVisitsMixin`, and nowhere else."""

NAME, FIRM = "Zdenka Vrbnikova", "Vrbnik and Daughters"

MODELS = (
    'office.visit', 'office.visit.guest', 'office.visit.call', 'office.visit.stay', 'office.visit.signature',
    'office.visit.permit', 'office.visit.induction', 'office.visit.hold', 'office.visit.subject.request',
    'office.watch.person', 'office.watch.hit', 'office.kiosk', 'office.kiosk.entry', 'office.visit.rule',
    'office.emergency', 'office.emergency.call', 'office.roll.call', 'office.roll.call.person',
    'office.roll.call.mark', 'office.checklist', 'office.checklist.task')


class ForeignVisitsMixin(KioskMixin, OfficeVisitMixin):
    """Something of all that the app keeps, of a guest of the stranger, whom nobody but the front desk knows."""
    # what an attack could change
    attacked = {
        **dict.fromkeys(MODELS, ['write_date']),
        'office.visit': ['state', 'guest_ids', 'employee_id', 'call_ids', 'message_partner_ids', 'message_ids'],
        'office.visit.guest': ['name', 'state', 'visit_id', 'photo'],
        'office.emergency': ['state', 'message_partner_ids', 'message_ids'],
        'office.roll.call': ['state', 'kind', 'message_partner_ids', 'message_ids'],
    }

    @classmethod
    def _make_records_of_others(cls):
        """Return a record of each model of the app that says something of others."""
        cls._set_up_kiosk()
        cls.kiosk.name = "S-SECRET kiosk"
        purpose = cls.env['office.visit.purpose'].create({
            'name': "Laboratory", 'company_id': cls.company.id, 'asks_document': True, 'photo_reason': "Badges"})
        person = cls.env['office.watch.person'].create({
            'name': NAME, 'reason': "Because of it", 'kind': 'tell', 'company_id': cls.company.id})
        visit = cls._announce(
            cls.stranger, guests=(), hours=0, purpose_id=purpose.id, note_desk="Because of it", guest_ids=[
                Command.create({
                    'name': NAME, 'organisation': FIRM, 'email': 'Vrbnik@example.com', 'document_number': '4711',
                    'photo': base64.b64encode(make_photo())})]).with_env(cls.env)
        guest = visit.guest_ids
        guest.with_user(cls.desk).action_sign_in()
        visit.sudo().message_post(body="Because of it", attachments=[('Because of it.txt', b'Because of it')])
        rule = cls._make_rule(text="Because of it")
        signature = cls.env['office.visit.signature']._create_as_system([{
            'rule_id': rule.id, 'guest_id': guest.id, 'company_id': cls.company.id, 'signature': SIGNATURE,
            'text_hash': "x",
            'sign_datetime': fields.Datetime.now()}])
        entry = cls._enter(name=f"Not {NAME}", host="Because of it", fact="S-SECRET")
        permit = cls._create_permit(organisation=FIRM, work="Because of it", document=SIGNATURE)
        permit.with_user(cls.manager).action_issue()
        induction = cls.env['office.visit.induction'].with_user(cls.desk).create(
            {'name': NAME, 'organisation': FIRM})
        hold = cls.env['office.visit.hold'].with_user(cls.manager).create({
            'visit_id': visit.id, 'reason': "Because of it"})
        request = cls.env['office.visit.subject.request'].with_user(cls.manager).create({
            'person_name': NAME, 'identity_note': "Because of it"})
        request.action_submit()
        return [visit, guest, visit.call_ids, guest.stay_ids, guest.watch_hit_ids, person, cls.kiosk, rule, signature,
                entry, permit, induction, hold, request, *cls._make_house(), *cls._make_dialogs(visit, entry)]

    @classmethod
    def _make_house(cls):
        """Return an emergency, a roll call, and what belongs to them, and who is in the house."""
        cls.env['office.presence'].with_user(cls.stranger).action_come()
        kind = cls.env['office.emergency.kind'].create({
            'name': "Fire", 'company_id': cls.company.id,
            'step_ids': [Command.create({'user_ids': [Command.set(cls.stranger.ids)]})]})
        emergency = cls.env['office.emergency'].with_user(cls.stranger).create({
            'kind_id': kind.id, 'place_id': cls.site.id, 'note': "Because of it"})
        emergency.action_raise()
        emergency.sudo().message_post(body="Because of it")
        cls.env.flush_all()
        roll = cls.env['office.roll.call'].with_user(cls.desk).create({'site_id': cls.site.id, 'note': "Because of it"})
        roll.action_start()
        cls.env['office.roll.call'].with_user(cls.desk)._receive([{
            'key': str(uuid.uuid4()), 'uid': cls.desk.id, 'time': datetime.now(timezone.utc).isoformat(),
            'what': 'safe', 'scope': f'{cls.company.id},{cls.site.id}', 'person': roll.person_ids[0].person_key,
            'where': "Because of it"}])
        template = cls.env['office.checklist.template'].create({
            'name': "Because of it", 'app': 'office_admin_reception', 'company_id': cls.company.id,
            'line_ids': [Command.create({'name': "Because of it"})]})
        checklist = template._start(cls.company._get_office_today())
        return [emergency, emergency.sudo().call_ids, kind.step_ids, roll, roll.person_ids, roll.mark_ids,
                checklist, checklist.sudo().task_ids, template, template.line_ids,
                cls.env['office.presence'].search([('user_id', '=', cls.stranger.id)]),
                cls.env['office.house.person'].search([('employee_id', '=', cls.stranger_employee.id)])]

    @classmethod
    def _make_dialogs(cls, visit, entry):
        """Return dialogs that others have open."""
        about = {'res_model': visit._name, 'res_ids': visit.ids}
        guests = cls.env['office.visit.import'].with_user(cls.stranger).create({
            'file': base64.b64encode(NAME.encode()), 'file_name': FIRM, 'summary': NAME,
            'line_ids': [Command.create({'name': NAME, 'organisation': FIRM, 'text': NAME})], **about})
        return [
            guests, guests.line_ids,
            cls.env['office.visit.walk.in'].with_user(cls.desk).create({'name': NAME, 'organisation': FIRM}),
            cls.env['office.visit.arrival'].with_user(cls.desk).create(about),
            cls.env['office.visit.pass.on'].with_user(cls.stranger).create(
                {'employee_id': cls.stranger_employee.id, **about}),
            cls.env['office.presence.mark'].with_user(cls.desk).create(
                {'employee_ids': [Command.set(cls.stranger_employee.ids)]}),
            cls.env['office.kiosk.entry.settle'].with_user(cls.desk).create(
                {'name': NAME, 'res_model': entry._name, 'res_ids': entry.ids}),
            cls.env['office.kiosk.address'].with_user(cls.manager).create({'kiosk_id': cls.kiosk.id})]
