from datetime import timedelta
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...names import normal

CRON = 'office_admin_reception.ir_cron_erase'
BATCH = 200
"""So many visits, or other records, are erased in one transaction."""

ERASED = '—'
"""What stands where something must stand."""


class Kept(NamedTuple):
    """What a model keeps of guests."""

    personal: set
    """Fields that say who somebody is, or may do so, as free text can; they are erased."""

    plain: set
    """Fields of texts and files that say nothing of a guest; a field that is in neither set fails a test."""

    link: str | None = None
    """Field by which it belongs to a visit or to a guest, or holds the key of a guest."""

    since: str | None = None
    """Date from which the period of the company counts, where it belongs to no visit."""

    only: tuple = ()
    """Domain of the records that are of guests, where others are not."""


class OfficeVisitPrivacy(models.AbstractModel):
    """The one place that says what is kept of guests, and how it is made unreadable: with all that repeats it.

    What is counted stays: dates, states, purpose, department, host. SQL is used on purpose: nothing may follow from it,
    neither a mail nor a comparison with the watch list, and no history may keep what is erased.
    """
    _name = 'office.visit.privacy'
    _description = 'Privacy of Guests'

    @api.model
    def _get_kept(self):
        """Hook: ``{model: Kept}`` of all models with texts or files in this app; modules that add some call super."""
        return {
            'office.visit': Kept({'note_desk', 'waive_reason'}, {'name', 'room', 'arrive_note'}, link='id'),
            'office.visit.guest': Kept(
                {'name', 'organisation', 'email', 'phone', 'plate', 'document_number', 'photo'}, set(),
                link='visit_id'),
            'office.visit.hold': Kept({'reason', 'lift_reason'}, set(), link='visit_id'),
            'office.visit.subject.request': Kept(
                {'person_name', 'email', 'phone', 'identity_note', 'new_name', 'new_organisation', 'new_email',
                 'new_phone', 'answer', 'copy_file'},
                {'name', 'copy_name'}, since='end_datetime'),
            'office.visit.signature': Kept(
                {'signature', 'mail_key', 'name_key'}, {'lang', 'text_hash'}, link='guest_id', since='sign_datetime'),
            'office.kiosk.entry': Kept(
                {'name', 'organisation', 'host_name', 'fact', 'note'}, {'client_key', 'lang'},
                link='guest_id', since='enter_datetime'),
            'office.watch.hit': Kept({'guest_name', 'guest_organisation', 'judge_reason'}, set(), link='visit_id'),
            'office.visit.loan': Kept({'note'}, set(), link='guest_id'),
            'office.visit.feedback': Kept({'comment'}, set(), link='guest_id'),
            'office.found.thing': Kept(
                {'finder_words', 'description', 'photo', 'claim_name', 'claim_contact', 'claim_proof', 'drop_reason',
                 'result', 'signature'},
                {'name', 'subject', 'place_note', 'kept_at'}, since='end_datetime'),
            # kept as long as the reason for it holds
            'office.watch.person': Kept(
                {'name', 'other_names', 'spelt_names', 'organisation', 'reason'}, set(), since='end_date'),
            'office.visit.induction': Kept(
                {'name', 'organisation', 'person_key'}, {'version'}, since='valid_until'),
            'office.visit.permit': Kept(
                {'organisation', 'organisation_key', 'work', 'document', 'document_name', 'withdraw_reason'},
                {'name', 'reference'}, since='valid_until'),
            'office.roll.call.person': Kept(
                {'name', 'organisation', 'phone', 'where'}, {'person_key'}, link='person_key',
                since='roll_id.end_datetime', only=(('kind', '!=', 'employee'),)),
            'office.roll.call.mark': Kept({'where'}, {'client_key'}, since='mark_datetime'),
            # what the office says of itself, and of its own people
            'office.kiosk': Kept(set(), {'name'}),
            'office.desk.thing': Kept(set(), {'name', 'note'}),
            'office.desk.custody': Kept(set(), {'name', 'end_reason'}),
            'office.visit.purpose': Kept(set(), {'name', 'photo_reason'}),
            'office.visit.rule': Kept(set(), {'text'}),
            'office.visit.area': Kept(set(), {'name', 'note'}),
            'office.roll.call': Kept(set(), {'name', 'note'}),
            'office.emergency': Kept(set(), {'name', 'note', 'result'}),
            'office.emergency.call': Kept(set(), {'name'}),
            'office.emergency.kind': Kept(set(), {'name', 'instruction'}),
            'office.emergency.step': Kept(set(), {'name'}),
        }

    @api.model
    def _get_personal(self):
        """Return ``{model: Kept}`` of the models that are installed and keep something of guests, with such fields."""
        return {
            name: kept._replace(personal={field for field in kept.personal if field in self.env[name]._fields})
            for name, kept in self._get_kept().items() if name in self.env and kept.personal}

    # When the period is over

    @api.model
    def _run_erasing(self):
        """Erase all whose period is over, in batches; called as superuser by the scheduled action.

        What was erased before a server died stays so, and the next run goes on.
        """
        visits = self.env['office.visit']
        search, passed = self._make_search(visits, visits._get_to_erase_domain())

        def erase(batch):
            self._erase_visits(batch)
            passed(batch)

        visits._run_in_batches(CRON, search, erase, passed)
        for name, kept in self._get_personal().items():
            if kept.since and not self._erase_past(self.env[name], kept):
                return

    @api.model
    def _erase_past(self, model, kept):
        """Erase what belongs to no visit and whose period is over, in batches.

        :return: False if the time of the scheduled action is over; it is woken up again
        """
        search, passed = self._make_search(model, self._get_past_domain(model, kept))
        while batch := search().try_lock_for_update():
            self._erase_records(batch)
            passed(batch)
            if not self.env['ir.cron']._commit_progress(len(batch), remaining=1):
                self.env.ref(CRON)._trigger()
                return False
        self.env['ir.cron']._commit_progress(remaining=0)
        return True

    @api.model
    def _make_search(self, model, domain):
        """Return a function that returns the next records of ``domain``, and one that says which are behind.

        So each is tried once, and one that cannot be erased stops nothing.
        """
        last = 0

        def search():
            return model.with_context(active_test=False).search(
                domain & Domain('id', '>', last), order='id', limit=BATCH)

        def passed(records):
            nonlocal last
            last = max([last, *records.ids])

        return search, passed

    @api.model
    def _get_past_domain(self, model, kept):
        """Return the domain of records of ``model`` that belong to no visit and are kept for too long already."""
        domains = []
        is_day = kept.since in model._fields and model._fields[kept.since].type == 'date'
        for company in self.env['res.company'].search([]):
            day = company._get_office_today() - timedelta(days=company.office_visit_keep_days)
            before = day if is_day else company._get_office_moment(day)
            domains.append(Domain('company_id', '=', company.id) & Domain(kept.since, '<', before))
        own = Domain.TRUE
        if kept.link and model._fields[kept.link].type == 'many2one':
            own = Domain(kept.link, '=', False)
        unerased = Domain.OR(
            Domain(name, '!=', ERASED) if model._fields[name].required else Domain(name, '!=', False)
            for name in kept.personal)
        return own & Domain(list(kept.only)) & Domain.OR(domains) & unerased & ~self._get_held_domain(model)

    @api.model
    def _get_held_domain(self, model):
        """Return the domain of records of ``model`` that are held with a visit, though they do not belong to it."""
        visits = self.env['office.visit'].search([('hold_ids.state', '=', 'held')])
        guests = visits.guest_ids
        match model._name:
            case 'office.roll.call.person':
                return Domain('person_key', 'in', [f'guest,{guest.id}' for guest in guests])
            case 'office.visit.induction':
                return Domain('person_key', 'in', [
                    model._get_person_key(guest.name, guest.organisation) for guest in guests])
            case 'office.visit.permit':
                keys = {normal(guest.organisation) for guest in guests} - {''}
                return Domain('id', 'in', visits.permit_id.ids) | Domain('organisation_key', 'in', list(keys))
        return Domain.FALSE

    # What is erased

    @api.model
    def _erase_visits(self, visits):
        """Make unreadable who came to ``visits``. The caller has looked that nobody holds them."""
        self._erase(visits.guest_ids, visits)
        visits._write_as_system({'erased_datetime': fields.Datetime.now()})

    @api.model
    def _erase(self, guests, visits):
        """Make ``guests`` unreadable, with what was said of them, and of ``visits``, beside."""
        for name, kept in self._get_personal().items():
            if kept.link:
                model = self.env[name].sudo().with_context(active_test=False)  # sudo: whoever may not see it
                self._erase_records(model.search(self._get_link_domain(model, kept.link, guests, visits)))

    @api.model
    def _get_link_domain(self, model, link, guests, visits):
        field = model._fields[link]
        if model._name == guests._name:
            return Domain('id', 'in', guests.ids)
        if link == 'id':
            return Domain('id', 'in', visits.ids)
        if field.type == 'char':
            return Domain(link, 'in', [f'guest,{guest.id}' for guest in guests])
        if field.comodel_name == guests._name:
            return Domain(link, 'in', guests.ids)
        own = Domain(link, 'in', visits.ids)
        if 'guest_id' in model._fields:  # of others of the same visit, nothing
            own &= Domain('guest_id', 'in', [*guests.ids, False])
        return own

    @api.model
    def _erase_records(self, records):
        """Make unreadable what ``records``, of one model, say of somebody, and what repeats it."""
        if not records:
            return
        records = records.sudo()  # sudo: nobody changes what has ended
        names = self._get_personal()[records._name].personal
        records.env.flush_all()
        self._erase_beside(records, names)
        columns = [
            SQL("%s = %s", SQL.identifier(name), ERASED if field.required else None)
            for name in sorted(names) if (field := records._fields[name]).store and field.column_type]
        self.env.execute_query(SQL(
            "UPDATE %s SET %s WHERE id IN %s RETURNING id", SQL.identifier(records._table), SQL(", ").join(columns),
            tuple(records.ids)))
        self.env.invalidate_all()

    # What repeats it

    @api.model
    def _erase_beside(self, records, names):
        messages = self._search_all('mail.message', [('model', '=', records._name), ('res_id', 'in', records.ids)])
        messages |= self._find_lists(records)
        activities = self._search_all(
            'mail.activity', [('res_model', '=', records._name), ('res_id', 'in', records.ids)])
        # files first, since the links to them go with the rest
        files = self._search_all('ir.attachment', [
            ('res_model', '=', records._name), ('res_id', 'in', records.ids), ('res_field', 'in', [False, *names])])
        files |= (messages.attachment_ids | activities.attachment_ids).filtered(
            lambda file: not file.res_model or file.res_model.startswith('mail.'))  # of others, they are not deleted
        files.unlink()
        self._search_all(
            'mail.scheduled.message', [('model', '=', records._name), ('res_id', 'in', records.ids)]).unlink()
        self._search_all('mail.mail', [('mail_message_id', 'in', messages.ids)]).unlink()
        messages = messages.exists()
        if not hasattr(records, 'message_post'):
            # mails to guests, which no document shows
            messages.unlink()
        self._erase_messages(messages.exists())
        self._update(activities, summary=None, note=None, feedback=None, res_name=None)
        if 'rating.rating' in self.env:
            self._update(self._search_all(
                'rating.rating', [('res_model', '=', records._name), ('res_id', 'in', records.ids)]),
                feedback=None, res_name=None)
        if hasattr(records, '_end_public_links'):
            records._end_public_links()

    @api.model
    def _find_lists(self, records):
        """Return the messages that tell somebody of several documents at once, and name ``records`` in links."""
        messages = self.env['mail.message'].sudo()
        if 'deadline_ids' not in records._fields or records._name == 'office.visit':  # which has a number for a name
            return messages
        links = '|'.join(str(res_id) for res_id in records.ids)
        found = self.env.execute_query(SQL(
            """SELECT id FROM mail_message
                WHERE model IS NULL AND message_type = 'user_notification' AND date >= %s AND body ~ %s""",
            min(records.mapped('create_date')) - timedelta(days=1),
            f'data-oe-model="{records._name}" data-oe-id="({links})"'))
        return messages.browse([row[0] for row in found])

    @api.model
    def _erase_messages(self, messages):
        if not messages:
            return
        words = Markup("<p>%s</p>") % self.env._("What stood here was erased, to protect personal data.")
        self.env.execute_query(SQL(
            """UPDATE mail_message
                  SET body = CASE WHEN COALESCE(body, '') IN ('', '<p></p>') THEN body ELSE %s END, subject = NULL,
                      email_from = CASE WHEN author_id IS NULL THEN NULL ELSE email_from END,
                      incoming_email_to = NULL, incoming_email_cc = NULL, outgoing_email_to = NULL
                WHERE id IN %s RETURNING id""", words, tuple(messages.ids)))
        notifications = self._search_all('mail.notification', [('mail_message_id', 'in', messages.ids)])
        notifications.filtered('mail_email_address').unlink()  # there is none without an address or a partner
        self._update(notifications.exists(), failure_reason=None)
        self._search_all('mail.message.translation', [('message_id', 'in', messages.ids)]).unlink()
        personal = Domain.OR(
            Domain('field_id.model', '=', name) & Domain('field_id.name', 'in', list(kept.personal))
            for name, kept in self._get_personal().items())
        self._search_all(
            'mail.tracking.value', Domain('mail_message_id', 'in', messages.ids)
            & (Domain('field_id', '=', False) | personal)).unlink()

    @api.model
    def _search_all(self, model, domain):
        """Return what ``domain`` finds, whoever may see it and whether or not it is archived."""
        return self.env[model].sudo().with_context(active_test=False).search(domain)

    @api.model
    def _update(self, records, **values):
        if records:
            self.env.execute_query(SQL(
                "UPDATE %s SET %s WHERE id IN %s RETURNING id", SQL.identifier(records._table),
                SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items()),
                tuple(records.ids)))
