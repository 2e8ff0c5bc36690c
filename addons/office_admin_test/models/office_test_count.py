from odoo import fields, models

from odoo.addons.office_admin_count.compare import MISSING, WRONG_PLACE, Expected


class OfficeTestCount(models.Model):
    """The smallest blind count, of all things of the company: once it is approved, they are where they were seen."""
    _name = 'office.test.count'
    _description = 'Test Count'
    _inherit = ['office.count.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_test.group_'
    _number_code = 'TCN'

    book = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        if verb == 'start':
            for count in self:
                prepared[count]['book'] = {thing.id: thing.place for thing in count._get_things()}
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        if verb == 'approve':
            for count in self.sudo():  # sudo: who approves need not be allowed to change things by hand
                count._correct_things()

    def _correct_things(self):
        for finding in self._get_findings():
            thing = self.env['office.test.thing'].browse(finding.thing or ())
            if WRONG_PLACE in finding.kinds:
                thing.place = finding.seen[0].place
            if MISSING in finding.kinds:
                thing.active = False

    def _get_things(self):
        return self.env['office.test.thing'].search([('company_id', '=', self.company_id.id)])

    def _get_count_places(self):
        places = {thing.place for thing in self._get_things() if thing.place}
        return [[place, place] for place in sorted(places)]

    def _has_person(self):
        return True

    def _get_expected(self):
        return {int(thing_id): Expected(place or None) for thing_id, place in (self.book or {}).items()}

    def _find_things(self, codes):
        found = self.env['office.test.thing']._find_scanned(codes)
        return {code: things.filtered(lambda thing: thing.company_id == self.company_id)[:1].id
                for code, things in found.items()}

    def _get_thing_code(self, thing):
        return self.env['office.test.thing'].browse(thing).code

    def _filter_ended(self, things):
        return self.env['office.test.thing'].browse(things).filtered(lambda thing: not thing.active).ids

    def _get_system_fields(self):
        return super()._get_system_fields() | {'book'}
