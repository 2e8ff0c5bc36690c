import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq

from ..typed import split_codes
from .office_workflow_verbs import CONCERNED

MAX_TRIES = 5
DIGITS = 6


class OfficePickupMixin(models.AbstractModel):
    """Something that is picked up: who says the code of it takes it, without a signature.

    Only those for whom it is see the code; nobody reads it from the table, which no user has access to. Each try
    counts, also a wrong one of many, and the last wrong one makes the code void. A new one comes with each verb after
    which the document still waits to be picked up (``_wants_pickup_code``).
    """
    _name = 'office.pickup.mixin'
    _description = 'Document to Pick Up'
    _inherit = 'office.requester.mixin'

    pickup_code = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False)
    pickup_tries = fields.Integer(groups=fields.NO_ACCESS, readonly=True, copy=False)
    my_pickup_code = fields.Char("Pick-Up Code", compute='_compute_my_pickup_code', compute_sudo=True)
    can_renew_pickup_code = fields.Boolean(compute='_compute_my_pickup_code', compute_sudo=True)

    @api.depends('pickup_code', 'state', 'requester_id', 'employee_id')
    @api.depends_context('uid')
    def _compute_my_pickup_code(self):
        for document in self:
            is_mine = document._wants_pickup_code() and self.env.user in document._get_beneficiary_users()
            document.my_pickup_code = is_mine and document.pickup_code
            document.can_renew_pickup_code = is_mine

    def action_renew_pickup_code(self):
        """Make a new code, which the old one gives way to; for those for whom the document is."""
        self.check_access('read')
        self._check_who('renew_code', CONCERNED, None)
        if closed := self.filtered(lambda document: not document._wants_pickup_code()):
            raise UserError(self.env._(
                "%(documents)s needs no pick-up code: it is not ready to be handed out, or the receiver signs.",
                documents=closed._get_names()))
        self._renew_pickup_code()
        return True

    def _wants_pickup_code(self):
        """Hook: whether this document waits to be picked up by a code."""
        return False

    def _renew_pickup_code(self):
        """Give those of these documents a new code that want one, and let the others forget theirs."""
        wanting = self.filtered(lambda document: document._wants_pickup_code())
        for document in wanting:
            code = f"{secrets.randbelow(10 ** DIGITS):0{DIGITS}}"
            document._write_as_system({'pickup_code': code, 'pickup_tries': 0})
        # sudo: nobody has access to the code
        (self - wanting).sudo().filtered('pickup_code')._write_as_system({'pickup_code': False, 'pickup_tries': 0})

    def _after_transition(self, verb):
        super()._after_transition(verb)
        self._renew_pickup_code()

    def _try_pickup_codes(self, said):
        """Try what the receiver said, and count it. Nothing may be raised afterwards that takes the count back.

        What can be no code at all is no try. A document whose code was said has not been tried in vain.

        :param str said: one code, or several with anything between them, no more than there are documents
        :return: those of these documents whose code was not said
        """
        codes = set(split_codes(said, DIGITS)[:len(self)])
        if not codes:
            return self
        self._count_pickup_try()
        wrong, fitting = self.browse(), set()
        for document_sudo in self.sudo():  # sudo: nobody has access to the code
            known = document_sudo.pickup_code or ''
            found = {code for code in codes if known and consteq(known.encode(), code.encode())}
            fitting |= found
            if not found:
                wrong |= document_sudo.sudo(False)
        missed = len(codes - fitting)
        if missed >= MAX_TRIES:  # so many codes at once are guesses, and what fits by chance is not told
            wrong = self
        if wrong and missed > 1:
            wrong._count_pickup_try(missed - 1)
        if fitting_documents := self - wrong:
            fitting_documents._count_pickup_try(-1)
        wrong._void_pickup_codes()
        return wrong

    def _count_pickup_try(self, count=1):
        """Count, by which whoever tries the same at the same moment has to wait."""
        documents_sudo = self.sudo()  # sudo: as above
        documents_sudo.flush_recordset(['pickup_code', 'pickup_tries'])
        self.env.execute_query(SQL(
            "UPDATE %s SET pickup_tries = COALESCE(pickup_tries, 0) + %s WHERE id IN %s RETURNING id",
            SQL.identifier(self._table), count, tuple(self.ids) or (0,)))
        documents_sudo.invalidate_recordset(['pickup_code', 'pickup_tries'])

    def _void_pickup_codes(self):
        """Make void what was tried too often, and tell those who would pick up."""
        for document_sudo in self.sudo():  # sudo: as above
            if not document_sudo.pickup_code or document_sudo.pickup_tries < MAX_TRIES:
                continue
            document_sudo._write_as_system({'pickup_code': False})
            users = document_sudo._filter_readers(document_sudo._get_beneficiary_users())
            document_sudo.message_post(
                body=self.env._(
                    "A wrong pick-up code was entered %(count)s times, and the code is void. Open the request and "
                    "press “New Pick-Up Code” if you want to take the goods.", count=MAX_TRIES),
                partner_ids=users.partner_id.ids)

    def _get_wrong_code_notification(self):
        """Say which codes did not fit; returned and not raised, so that the try stays counted."""
        documents_sudo = self.sudo()  # sudo: how many tries are left
        void = documents_sudo.filtered(lambda document: not document.pickup_code)
        message = self.env._(
            "%(documents)s has no valid pick-up code. The receiver gets a new one on his request with “New Pick-Up "
            "Code”, or on My Office.", documents=void._get_names()) if void else self.env._(
            "The pick-up code of %(documents)s is another one. Tries left: %(count)s.", documents=self._get_names(),
            count=MAX_TRIES - max(documents_sudo.mapped('pickup_tries')))
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'danger', 'message': message},
        }

    def _prepare_desk_row(self, section):
        row = super()._prepare_desk_row(section)
        if section == 'mine' and self.my_pickup_code:
            row['who'] = self.env._(
                "%(who)s · pick-up code %(code)s", who=row['who'], code=self.my_pickup_code)
        return row

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {'renew_code': self.env._("New Pick-Up Code")}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'pickup_code', 'pickup_tries'}
