"""What the page of the roll call asks for, and what it sends."""
import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE
from odoo.addons.office_admin_base.typed import read_id
from odoo.addons.office_admin_offline.rows import clean_moment, clean_text, is_key, take_rows

MAX_NAME, MAX_WHERE = 200, 200

SAID = ('safe', 'missing', 'open')


class OfficeRollCall(models.Model):
    _inherit = 'office.roll.call'

    @api.model
    def _is_warden(self):
        return self._has_role('warden')

    @api.model
    def _prepare_page(self):
        """Return what the phone of a warden stores: who is in the house, and what was said in roll calls that run.

        :return: a dict: ``uid``, ``name``, ``lang``; ``is_warden``, without which there is no more; ``scopes``, dicts
            with ``key`` and ``name``, of whom one can be called; ``people``, lists of key, name, kind, organisation,
            place, phone and scope; ``rolls``, dicts with ``id``, ``keys`` of phones, ``scope``, ``name``, ``kind``,
            ``start``, ``said``: ``{person: [status, where, who, when]}``
        """
        user = self.env.user
        page = {'uid': user.id, 'name': user.name, 'lang': self.env.lang or 'en_US', 'is_warden': self._is_warden(),
                'scopes': [], 'people': [], 'rolls': []}
        if not page['is_warden']:
            return page
        companies = user.company_ids
        # sudo: wardens hear by this page only who is in the house, and of their companies only
        people_sudo = self.env['office.house.person'].sudo().search([('company_id', 'in', companies.ids)])
        places = dict(people_sudo.place_id.mapped(lambda place: (place.id, place.display_name)))
        departments = dict(people_sudo.department_id.mapped(lambda department: (department.id, department.name)))
        scopes = {}
        for person in people_sudo:
            scope = self._add_scope(scopes, person.company_id, person.site_id)
            page['people'].append([
                person.person_key, person.name, person.kind,
                person.organisation or departments.get(person.department_id.id) or '',
                places.get(person.place_id.id) or '', person.phone or '', scope])
        known = {row[0] for row in page['people']}
        for roll_sudo in self.sudo().search(  # sudo: as above
                [('company_id', 'in', companies.ids), ('state', '=', 'running')]):
            scope = self._add_scope(scopes, roll_sudo.company_id, roll_sudo.site_id)
            page['rolls'].append(roll_sudo._prepare_roll_page(scope))
            # also those who have left, or of whom only a roll call knows
            page['people'] += [
                [person.person_key, person.name, person.kind, person.organisation or '',
                 person.place_id.display_name or '', person.phone or '', scope]
                for person in roll_sudo.person_ids if person.person_key not in known]
        for company in companies:
            # sudo: as above
            for site_sudo in self.env['office.place'].sudo().search(
                    [('kind', '=', 'site'), ('parent_id', '=', False), ('company_id', 'in', (False, company.id))]):
                self._add_scope(scopes, company, site_sudo)
        page['scopes'] = [{'key': key, 'name': name} for key, name in sorted(scopes.items(), key=lambda each: each[1])]
        return page

    @api.model
    def _add_scope(self, scopes, company, site):
        key = f'{company.id},{site.id or 0}'
        if key not in scopes:
            name = site.display_name or self.env._("Site not known")
            scopes[key] = f'{name} ({company.name})' if len(self.env.user.company_ids) > 1 else name
        return key

    def _prepare_roll_page(self, scope):
        starts = self.mark_ids.filtered(lambda mark: mark.status == 'start')
        return {
            'id': self.id, 'keys': starts.mapped('client_key'), 'scope': scope, 'name': self.name, 'kind': self.kind,
            'start': fields.Datetime.to_string(self.start_datetime),
            'said': {
                person.person_key: [
                    person.status, person.where or '', person.status_user_id.name,
                    f'{fields.Datetime.to_string(person.status_datetime).replace(" ", "T")}Z']
                for person in self.person_ids if person.status_datetime}}

    # What phones send

    @api.model
    def _receive(self, rows):
        """Keep what a phone sends, each row once, however often and from wherever it comes.

        What several phones have said is brought together: what was said last of somebody holds, by the time of the
        phones. A roll call that a phone has started without network joins the one that runs already.

        :param list rows: dicts: ``key``, a UUID that the phone made; ``uid``; ``time`` (ISO 8601); ``what``: start,
            end, safe, missing or open; ``scope``, as :meth:`_prepare_page` names it; ``roll``: the id of a roll call,
            or the key of the row that started it; ``kind``: drill or real; ``person``, ``person_name``, ``where``
        :return: ``{'kept': keys, 'refused': {key: sentence}}``; the phone deletes what was kept
        :raise ConcurrencyError: the same arrives, or starts, at the same time; Odoo tries again
        """
        rows = take_rows(rows)
        marks = self.env['office.roll.call.mark'].sudo()  # sudo: wardens send rows, and write none
        known = {mark.client_key: mark for mark in marks.search([('client_key', 'in', list(rows))])}
        refused, done = {}, {}
        for key, row in sorted(rows.items(), key=lambda each: clean_moment(each[1].get('time'))):
            if reason := self._get_refusal(row, known.get(key)):
                refused[key] = reason
            elif key not in known:
                done.setdefault(self._find_roll(row), []).append(row)
        try:
            for roll_sudo, said in done.items():
                roll_sudo._take(said)
            self.env.flush_all()
        except psycopg2.errors.UniqueViolation as error:  # all of it is tried again, so there is no savepoint
            raise ConcurrencyError("the same arrives twice at the same time") from error
        return {'kept': [key for key in rows if key not in refused], 'refused': refused}

    def _get_refusal(self, row, known):
        """Return why this row is not for the user to send, in a sentence; empty if it is."""
        if row.get('uid') != self.env.uid or (known and known.user_id != self.env.user):
            return self.env._("This was said by somebody else. It is sent when they log in on this phone.")
        if not self._is_warden():
            return self.env._("You are no warden. Ask an administrator for the right “Warden: Roll call”.")
        if row.get('what') not in ('start', 'end', *SAID) or not self._read_scope(row):
            return self.env._("This cannot be read, or is of a site that is not yours. Tell the front desk.")
        if row['what'] in SAID and not self._read_person(row):
            return self.env._("It is not said of whom. Say it again.")
        return ''

    @api.model
    def _read_scope(self, row):
        """Return company and site of this row; None if they are not the user's."""
        scope = row.get('scope')
        company_id, _comma, site_id = scope.partition(',') if isinstance(scope, str) else ('', '', '')
        company_id, site_id = read_id(company_id), read_id(site_id)
        if site_id is None:
            return None
        company = self.env.user.company_ids.filtered(lambda company: company.id == company_id)
        site = self.env['office.place'].sudo().search([  # sudo: the site is one of the company, or shared
            ('id', '=', site_id), ('parent_id', '=', False), ('company_id', 'in', (False, company.id))])
        return (company, site) if company and (site or not site_id) else None

    @api.model
    def _read_person(self, row):
        """Return key and kind of the person of this row; None for none."""
        key = row.get('person')
        kind, _comma, number = key.partition(',') if isinstance(key, str) else ('', '', '')
        if kind in ('guest', 'employee') and read_id(number) is not None:
            return key, kind
        return (key, 'other') if kind == 'other' and is_key(number) else None

    def _find_roll(self, row):
        """Return the roll call to which this row belongs, as superuser; a new one if there is none."""
        company, site = self._read_scope(row)
        rolls_sudo = self.sudo().search([  # sudo: what is said holds also where the user has not looked
            ('company_id', '=', company.id), ('site_id', '=', site.id), ('state', '!=', 'draft')])
        said = row.get('roll')
        marks_sudo = rolls_sudo.env['office.roll.call.mark'].search(
            [('client_key', '=', said), ('status', '=', 'start')]) if is_key(said) else rolls_sudo.mark_ids.browse()
        if named := rolls_sudo.filtered(lambda roll: str(roll.id) == said) or rolls_sudo & marks_sudo.roll_id:
            return named
        if running := rolls_sudo.filtered(lambda roll: roll.state == 'running'):
            return running
        moment, kind = clean_moment(row.get('time')), 'drill' if row.get('kind') == 'drill' else 'real'
        # of a phone that had no network meanwhile; an emergency never joins a drill that is over
        if ended := rolls_sudo.filtered(lambda roll: roll.start_datetime <= moment <= roll.end_datetime and (
                kind == 'drill' or roll.kind == 'real' or row['what'] != 'start')):
            return ended[:1]
        roll_sudo = self.sudo().create({'company_id': company.id, 'site_id': site.id, 'kind': kind})
        roll_sudo._write_as_system({'start_datetime': moment})
        roll_sudo._transition('start', by=ENGINE)
        return roll_sudo

    def _take(self, rows):
        """Keep these rows of phones, in the order of their times, and follow what they say."""
        persons = {person.person_key: person for person in self.person_ids}
        new = {}
        for row in rows:
            if row['what'] in SAID:
                key, kind = self._read_person(row)
                if key not in persons:
                    new[key] = {
                        'roll_id': self.id, 'person_key': key, 'kind': kind,
                        'name': clean_text(row.get('person_name'), MAX_NAME) or self.env._("Somebody")}
        for person in self.env['office.roll.call.person']._create_as_system(list(new.values())):
            persons[person.person_key] = person
        is_late = self.state == 'ended'
        marks = self.env['office.roll.call.mark']._create_as_system([
            {
                'client_key': row['key'], 'roll_id': self.id, 'status': row['what'], 'user_id': self.env.uid,
                'person_id': persons[row['person']].id if row['what'] in SAID else False,
                'where': clean_text(row.get('where'), MAX_WHERE), 'mark_datetime': clean_moment(row.get('time')),
                'is_late': is_late,
            } for row in rows])
        marks.person_id._follow_marks()
        self._follow_rows(rows)

    def _follow_rows(self, rows):
        """Begin in earnest, or end, where one of these rows says so."""
        if self.kind == 'drill' and any(row['what'] == 'start' and row.get('kind') != 'drill' for row in rows):
            self._write_as_system({'kind': 'real'})
        if self.state == 'running' and (ends := [row for row in rows if row['what'] == 'end']):
            self._transition('end', by=ENGINE)
            self._write_as_system({'end_datetime': max(self.start_datetime, clean_moment(ends[0].get('time')))})


class OfficeRollCallPerson(models.Model):
    _inherit = 'office.roll.call.person'

    def _follow_marks(self):
        """Take over what was said last of these people."""
        if not self:
            return
        self.env['office.roll.call.mark'].flush_model()
        for person_id, status, where, user_id, moment in self.env.execute_query(SQL(
                """
                SELECT DISTINCT ON (person_id) person_id, status, "where", user_id, mark_datetime
                FROM office_roll_call_mark
                WHERE person_id IN %s
                ORDER BY person_id, mark_datetime DESC, id DESC
                """, tuple(self.ids))):
            self.browse(person_id)._write_as_system({
                'status': status, 'where': where or False, 'status_user_id': user_id, 'status_datetime': moment})
