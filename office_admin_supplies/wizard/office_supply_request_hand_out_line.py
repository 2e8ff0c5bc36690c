from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class OfficeSupplyRequestHandOutLine(models.TransientModel):
    """One item of a hand-out."""
    _name = 'office.supply.request.hand.out.line'
    _description = 'Item to Hand Out'

    wizard_id = fields.Many2one('office.supply.request.hand.out', required=True, ondelete='cascade')
    request_line_id = fields.Many2one('office.supply.request.line', required=True, ondelete='cascade')
    product_id = fields.Many2one(related='request_line_id.product_id', related_sudo=False)
    uom_id = fields.Many2one(
        'uom.uom', "Unit", compute='_compute_uom_id', compute_sudo=False, store=True, readonly=False, precompute=True,
        domain="[('id', 'in', allowed_uom_ids)]",
        help="Choose the unit of the product to hand out pieces where not only whole packs are there. The line is "
             "counted by the piece from then on.")
    allowed_uom_ids = fields.Many2many('uom.uom', compute='_compute_open_quantity', compute_sudo=False)
    open_quantity = fields.Float(
        "Still Open", compute='_compute_open_quantity', compute_sudo=False, digits='Product Unit')
    availability = fields.Selection(related='request_line_id.availability', related_sudo=False)
    quantity = fields.Float(
        "Hand Out Now", compute='_compute_quantity', compute_sudo=False, store=True, readonly=False, precompute=True,
        digits='Product Unit')
    request_id = fields.Many2one(related='request_line_id.request_id', related_sudo=False)
    department_id = fields.Many2one(related='request_line_id.department_id', related_sudo=False)

    @api.depends('request_line_id')
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line._get_request_line().uom_id

    @api.depends('request_line_id', 'uom_id')
    def _compute_open_quantity(self):
        for line in self:
            asked = line._get_request_line()
            line.allowed_uom_ids = asked.uom_id | asked.product_id.uom_id
            line.open_quantity = asked._get_open_pieces() if line._is_by_piece() else asked.open_quantity

    @api.depends('uom_id')
    def _compute_quantity(self):
        asked = {line: line._get_request_line() for line in self}
        proposed = self.env['office.supply.request.line'].sudo(False).union(*asked.values())._get_proposed_quantities()
        for line in self:
            line.quantity = (
                asked[line]._get_proposed_pieces() if line._is_by_piece() else proposed.get(asked[line], 0.0))

    @api.constrains('request_line_id')
    def _check_request_line(self):
        # The lines of a stored compute are made in sudo, and labels of a many2one are read in sudo: the user's own
        # rights decide whether he gets hold of a line here.
        self.request_line_id.sudo(False).check_access('read')

    def _get_request_line(self):
        """Return the line of the request, or none where the user may not read it."""
        line = self.request_line_id._origin.sudo(False)
        return line if line.has_access('read') else line.browse()

    def _is_by_piece(self):
        """Whether the unit of the product was chosen instead of that of the line."""
        asked = self._get_request_line()
        return bool(asked) and self.uom_id == asked.product_id.uom_id != asked.uom_id

    def _get_pieces_words(self):
        """Say that there is more than whole packs of it, as long as nobody has chosen to hand out pieces."""
        asked = self._get_request_line()
        if self.uom_id != asked.uom_id or not asked.product_id.is_storable:
            return False
        own = asked.product_id.uom_id
        if own == asked.uom_id:
            return False
        pieces = asked._get_proposed_pieces()
        if own.compare(pieces, asked._get_own_quantity(asked._get_proposed_quantities()[asked])) <= 0:
            return False
        return self.env._(
            "%(product)s: %(pieces)g %(own)s could be handed out, which are not only whole %(unit)s. Choose the unit "
            "%(own)s to do so.", product=asked.product_id.display_name, pieces=pieces, own=own.name,
            unit=asked.uom_id.name)

    def _turn(self):
        """Count the lines of which pieces go out by the piece from now on.

        :raise UserError: another unit is chosen than that of the line or of its product
        """
        for line in self.filtered('quantity'):
            asked = line.request_line_id
            if line.uom_id == asked.product_id.uom_id:
                asked._turn_to_own_unit()
            elif line.uom_id != asked.uom_id:
                raise UserError(self.env._(
                    "%(document)s: %(product)s is handed out by the %(units)s. Choose one of these units.",
                    document=asked.request_id.display_name, product=asked.product_id.display_name,
                    units=format_list(self.env, (asked.uom_id | asked.product_id.uom_id).mapped('name'), 'or')))
