import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

KINDS = [('site', "Site"), ('building', "Building"), ('floor', "Floor"), ('room', "Room")]
"""From the widest to the narrowest: a place stands in a wider one."""

MAX_NAMES = 10

MAX_SORTED = 24
"""So many characters of a code and of a name are looked at to sort places."""

DIGITS = re.compile(r'\d+', re.ASCII)


class OfficePlace(models.Model):
    """Where something stands or happens: a site, a building, a floor, a room.

    It is no location of the stock: what stands here is not counted in quantities.
    """
    _name = 'office.place'
    _description = 'Place'
    _inherit = ['office.pinyin.mixin']
    _parent_store = True
    _rec_name = 'complete_name'
    _rec_names_search = ['name', 'code', 'pinyin_key']
    _order = 'sort_key'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        "Full Name", compute='_compute_complete_name', recursive=True, search='_search_complete_name')
    sequence = fields.Integer(default=10)
    code = fields.Char(index='btree_not_null', help="A short name that nobody else has, such as A-301.")
    kind = fields.Selection(KINDS, required=True, default='room')
    parent_id = fields.Many2one(
        'office.place', "Part Of", index=True, ondelete='restrict', check_company=True,
        domain="[('id', '!=', id), ('kind', '!=', 'room')]")
    parent_path = fields.Char(index=True)
    sort_key = fields.Char(
        compute='_compute_sort_key', store=True, recursive=True, compute_sudo=True, index=True,
        help="By which the parts of a place follow it, in the same order for everybody.")
    child_ids = fields.One2many('office.place', 'parent_id', "Parts")
    company_id = fields.Many2one(
        'res.company', index=True, default=lambda self: self.env.company,
        help="Empty for a place that several companies share.")
    active = fields.Boolean(default=True)
    work_location_ids = fields.One2many(
        'hr.work.location', 'place_id', "Work Locations", readonly=True,
        help="Who works there has this place proposed. It is chosen on the work location.")
    note = fields.Char(help="How to find it, who has the key.")

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code) WHERE code IS NOT NULL", "Another place has this code.")

    @api.depends('name', 'parent_id.complete_name')
    @api.depends_context('lang')
    def _compute_complete_name(self):
        for place in self:
            # sudo: a shared part may stand in a place of one company
            parent = place.parent_id.sudo().complete_name
            place.complete_name = f'{parent} / {place.name}' if parent else place.name

    @api.depends('parent_id.sort_key', 'sequence', 'code', 'name')
    def _compute_sort_key(self):
        for place in self.with_context(lang=None):
            place.sort_key = (place.parent_id.sort_key or '') + place._get_sort_part()

    def _get_sort_part(self):
        """Return by what this place is sorted among those beside it: sequence, code, name, and its id.

        Numbers in a text are compared by their value. In hexadecimal digits, so that the collation of the database
        does not matter; a text ends with two zeros, which come before any character.
        """
        texts = (
            DIGITS.sub(lambda digits: digits[0].zfill(8), text or '')[:MAX_SORTED].encode().hex()
            for text in (self.code, self.name))
        return f"{self.sequence + 2 ** 31:08x}{'00'.join(texts)}00{self._origin.id or 0:08x}"

    @api.depends('code', 'complete_name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for place in self:
            # short, so that the room is seen where there is little room
            place.display_name = f'{place.code} {place.name}' if place.code else place.complete_name

    @api.model
    def _search_complete_name(self, operator, value):
        return [('name', operator, value)]

    @api.constrains('kind', 'parent_id')
    def _check_kind(self):
        order = [kind for kind, _label in KINDS]
        labels = dict(self._fields['kind']._description_selection(self.env))
        for place in self | self.with_context(active_test=False).child_ids:
            parent = place.parent_id
            if parent and order.index(parent.kind) >= order.index(place.kind):
                raise ValidationError(self.env._(
                    "%(place)s (%(kind)s) cannot be a part of %(parent)s (%(parent_kind)s): a place stands in a wider "
                    "one, in the order site, building, floor, room.", place=place.name, kind=labels[place.kind],
                    parent=parent.name, parent_kind=labels[parent.kind]))

    @api.constrains('company_id', 'parent_id')
    def _check_parts_company(self):
        for place in self.filtered('company_id'):
            # sudo: also parts of companies that the user does not see
            parts = place.sudo().with_context(active_test=False).child_ids
            if any(part.company_id != place.company_id for part in parts):
                raise ValidationError(self.env._(
                    "%(place)s has parts of other companies, or such that companies share. A place of %(company)s can "
                    "have parts of that company only.", place=place.display_name, company=place.company_id.name))

    @api.constrains('active')
    def _check_archived(self):
        if in_use := self.filtered(lambda place: not place.active)._filter_in_use():
            raise UserError(self.env._(
                "%(places)s cannot be archived: something is still there. Move it first.",
                places=format_list(self.env, in_use[:MAX_NAMES].mapped('display_name'))))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_code(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean_code(vals))

    def copy_data(self, default=None):
        return [dict(vals, code=False) for vals in super().copy_data(default)]

    @api.model
    def _clean_code(self, vals):
        return vals | {'code': (vals['code'] or '').strip() or False} if 'code' in vals else vals

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'code'}

    def action_archive(self):
        """Archive these places with all their parts."""
        every = self.search([('id', 'child_of', self.ids)])
        return super(OfficePlace, every).action_archive()

    def _get_sites(self):
        """Return ``{place: the widest place that it is a part of}``, mostly a site; of a site, itself."""
        return {place: self.browse(int(place.parent_path.split('/')[0])) for place in self}

    def _filter_in_use(self):
        """Hook: those of these places in which something is still, so that they cannot be archived."""
        parts = self.search([('parent_id', 'in', self.ids)])
        return parts.parent_id & self
