import re

from odoo import api, fields, models
from odoo.exceptions import UserError

LEAST, MOST = 1, 5
"""How satisfied guests were, from not at all to very."""

LENGTH = 2000
"""How many characters of a comment are kept."""

_UNSEEN = re.compile(r'[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]+')


class OfficeVisitFeedback(models.Model):
    """What a guest says of a visit: asked once by mail, answered once on a public page. Written by code only.

    It is no ``rating.rating`` of Odoo, which every employee may read, and which knows no page without names.
    """
    _name = 'office.visit.feedback'
    _description = 'Feedback of a Guest'
    _inherit = ['office.public.mixin', 'office.system.mixin']
    _order = 'answer_datetime desc, id desc'
    _rec_name = 'visit_id'
    _is_of_system = True
    _public_path = '/office/visit/feedback/'

    guest_id = fields.Many2one('office.visit.guest', required=True, readonly=True, ondelete='cascade')
    visit_id = fields.Many2one(related='guest_id.visit_id', store=True, index=True)
    company_id = fields.Many2one(related='guest_id.company_id', store=True, precompute=True, index=True)
    employee_id = fields.Many2one(related='visit_id.employee_id')
    purpose_id = fields.Many2one(related='visit_id.purpose_id')
    leave_datetime = fields.Datetime(related='guest_id.leave_datetime')
    answer_datetime = fields.Datetime("Answered On", readonly=True)
    # no average, which would be rounded to a whole number; that of the waits has a decimal
    rating = fields.Integer(readonly=True, aggregator=None, help="From 1, very dissatisfied, to 5, very satisfied.")
    comment = fields.Text(readonly=True, help="Kept to learn what guests miss.")

    _guest_uniq = models.UniqueIndex('(guest_id)', "This guest was asked already.")

    def _answer(self, rating, comment):
        """Take down what the guest says, once.

        :param str rating: as it was sent
        :param str comment: as it was sent, perhaps empty
        :raise UserError: it is no rating
        """
        self.ensure_one()
        if rating not in map(str, range(LEAST, MOST + 1)):
            raise UserError(self.env._(
                "Say how it was, from %(least)s to %(most)s.", least=LEAST, most=MOST))
        text = _UNSEEN.sub(' ', comment)[:LENGTH].strip() if isinstance(comment, str) else ''
        self._write_as_system({
            'rating': int(rating), 'comment': text, 'answer_datetime': fields.Datetime.now()})

    def action_open_visit(self):
        self.ensure_one()
        self.check_access('read')
        return self.visit_id._get_form_action()

    @api.model
    def _get_ratings(self):
        """Return ``[(rating, words)]``, the best first."""
        return [
            (5, self.env._("Very satisfied")), (4, self.env._("Satisfied")), (3, self.env._("Neither")),
            (2, self.env._("Dissatisfied")), (1, self.env._("Very dissatisfied"))]

    # The page

    def _get_public_lang(self):
        return self.guest_id.lang or ''

    def _is_public(self):
        return super()._is_public() and not self.answer_datetime and not self.visit_id.erased_datetime
