from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ...names import normal


class OfficeVisitGuest(models.Model):
    """Who comes to work is let in with a work permit of their firm and a safety induction of their own."""
    _inherit = 'office.visit.guest'

    def _sign_in(self, by, place=None):
        self._check_papers()
        super()._sign_in(by, place)

    def _check_papers(self):
        """:raise UserError: one of these guests comes to work and lacks a paper, and no manager has let them in"""
        if not (missing := self._get_missing_papers()):
            return
        visits = self.visit_id
        managers = visits._get_role_users('manager', visits[:1].company_id)
        raise UserError(self.env._(
            "%(guests)s comes to work and cannot go in yet. Record what is missing, or announce the visit and ask "
            "%(managers)s to let them in there with a reason.", guests=self._get_papers_words(missing),
            managers=format_list(self.env, managers[:3].mapped('name') or [self.env._("a manager")], 'or')))

    def _get_papers_words(self, missing):
        """Return in one line what :meth:`_get_missing_papers` has found."""
        return '; '.join(f"{guest.name} ({', '.join(words)})" for guest, words in missing.items())

    def _get_missing_papers(self, is_planned=False):
        """Return ``{guest: what is missing}`` of those of these guests who come to work.

        :param bool is_planned: on the day of the visit, and not today
        """
        # sudo: papers are for the front desk; a host may hear what is missing
        workers = self.sudo().filtered(
            lambda guest: guest.visit_id.purpose_id.is_contractor and not guest.visit_id.waive_datetime)
        missing = {}
        for (company, day), guests in workers.grouped(lambda guest: guest._get_papers_day(is_planned)).items():
            inductions, permits = guests._find_inductions(company), guests._find_permits(company, day)
            for guest in guests:
                words = []
                if not permits[guest]:
                    words.append(self.env._("no valid work permit"))
                until = inductions.get(self.env['office.visit.induction']._get_person_key(
                    guest.name, guest.organisation))
                if not until:
                    words.append(self.env._("no safety induction"))
                elif until < day:
                    words.append(self.env._(
                        "safety induction only until %(day)s", day=format_date(self.env, until)))
                if words:
                    missing[guest.sudo(False)] = words
        return missing

    def _get_papers_day(self, is_planned):
        company = self.visit_id.company_id
        today = company._get_office_today()
        return company, max(today, company._get_office_day(self.visit_id.begin_datetime)) if is_planned else today

    def _find_inductions(self, company):
        """Return ``{person key: until when the last of their inductions is valid}``."""
        inductions = self.env['office.visit.induction']
        keys = [inductions._get_person_key(guest.name, guest.organisation) for guest in self]
        return dict(inductions._read_group(
            [('company_id', '=', company.id), ('person_key', 'in', keys)], ['person_key'], ['valid_until:max']))

    def _find_permits(self, company, day):
        """Return ``{guest: permits of their firm, or of their visit, with which they may work on day}``."""
        permits = self.env['office.visit.permit']
        keys = {guest: normal(guest.organisation) for guest in self}
        found = permits.search(
            permits._get_in_force_domain(day) & Domain('company_id', '=', company.id)
            & Domain('organisation_key', 'in', [key for key in keys.values() if key]))
        by_key = found.grouped('organisation_key')
        return {
            guest: (guest.visit_id.permit_id.filtered(lambda permit: permit._holds_on(day))
                    or by_key.get(keys[guest], permits)
                    ).filtered(lambda permit, visit=guest.visit_id: permit._is_for(visit)) for guest in self}

    def _filter_without_permit(self):
        """Return those of these guests, who come to work, without a work permit for the day of their visit."""
        lacking = self.browse()
        for (company, day), guests in self.grouped(lambda guest: guest._get_papers_day(True)).items():
            permits = guests._find_permits(company, day)
            lacking |= guests.filtered(lambda guest, permits=permits: not permits[guest])
        return lacking
