from odoo import api, fields, models
from odoo.exceptions import UserError

RECEIPT_FIELDS = {'receiver_name', 'receiver_signature', 'receipt_datetime', 'receipt_by_code'}


class OfficeReceiptMixin(models.AbstractModel):
    """Something that somebody receives: who, when, and what proves it, a signature or a code.

    Our own code writes down who takes it (``_write_receipt``), and that it was given (``_complete_receipt``): from then
    on the receipt is final. What is stored nobody reads; it is shown to those who may know it (``_is_receipt_shown``).
    """
    _name = 'office.receipt.mixin'
    _description = 'Document with a Receipt'
    _inherit = 'office.system.mixin'

    receiver_name = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False)
    # in the table and not as an attachment, which people could replace afterwards
    receiver_signature = fields.Image(
        groups=fields.NO_ACCESS, readonly=True, copy=False, attachment=False, max_width=1024, max_height=1024)
    received_by = fields.Char(compute='_compute_received_by', compute_sudo=True)
    received_signature = fields.Image(
        "Receiver's Signature", compute='_compute_received_signature', compute_sudo=True)
    receipt_datetime = fields.Datetime("Received On", readonly=True, copy=False)
    receipt_by_code = fields.Boolean(
        "Received by Pick-Up Code", readonly=True, copy=False, help="The receiver said the pick-up code.")

    @api.depends('receiver_name')
    @api.depends_context('uid')
    def _compute_received_by(self):
        for record in self:
            record.received_by = record._is_receipt_shown() and record.receiver_name

    # on its own: lists ask for sizes instead of pictures, which Odoo settles only where nothing else is computed
    @api.depends('receiver_signature')
    @api.depends_context('uid')
    def _compute_received_signature(self):
        for record in self:
            record.received_signature = record._is_receipt_shown() and record.receiver_signature

    def write(self, vals):
        if RECEIPT_FIELDS & vals.keys():
            self._check_receipt_open()
        return super().write(vals)

    def unlink(self):
        self._check_receipt_open()
        return super().unlink()

    def _is_receipt_shown(self):
        """Hook: whether the user may know who received this and how they signed; called as superuser."""
        return True

    def _write_receipt(self, name, signature=None, by_code=False):
        """Write down who takes these. The caller has checked who says so, and whether it is proof enough.

        :param str name: name of the person
        :param bytes signature: image, base64
        :param bool by_code: the person has said the code, which our own code has checked
        """
        self._write_as_system(
            {'receiver_name': name.strip(), 'receiver_signature': signature, 'receipt_by_code': by_code})

    def _complete_receipt(self):
        """These were given to who takes them, now: nobody changes or deletes the receipt any more."""
        self._write_as_system({'receipt_datetime': fields.Datetime.now()})

    def _check_receipt_open(self):
        """:raise UserError: one of these was received"""
        # sudo: whoever may write or delete it, the moment is a fact
        if received_sudo := self.sudo().filtered('receipt_datetime'):
            self.check_access('read')  # so that no refusal names a record that the user may not see
            raise UserError(self.env._(
                "%(documents)s was received: who received it cannot be changed or deleted any more.",
                documents=received_sudo._get_names()))

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | RECEIPT_FIELDS | {'received_by', 'received_signature'}
