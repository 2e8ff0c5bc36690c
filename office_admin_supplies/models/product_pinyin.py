import re
from itertools import chain, combinations, product

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.office_admin_base.typed import plain

try:
    from pypinyin import Style, lazy_pinyin, pinyin
except ImportError:  # then supplies are found by their names only
    lazy_pinyin = None

MAX_READINGS = 64
PARTS = re.compile(r'[\u3400-\u9fff]|[^\u3400-\u9fff]+')
CHINESE = re.compile(r'[\u3400-\u9fff]')
LETTERS = re.compile(r'[A-Za-z\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff ]+')


def get_readings(name):
    """Return how people may spell a Chinese name, ``[(initials, pinyin)]``, most likely ones first.

    Characters are read in several ways (长 is chang or zhang), and who looks for a thing does not know which way a
    dictionary takes. All of them together grow too fast with a long name, so those that differ from the likely reading
    in few characters come first, and no more than :data:`MAX_READINGS`.
    """
    parts = PARTS.findall(name)
    likely = lazy_pinyin(name)
    if len(likely) != len(parts):  # characters that the dictionary does not know
        return [(''.join(lazy_pinyin(name, style=Style.FIRST_LETTER)), ''.join(likely))]
    others = [
        [(place, reading) for reading in pinyin(part, style=Style.NORMAL, heteronym=True)[0] if reading != usual]
        if CHINESE.match(part) else [] for place, (part, usual) in enumerate(zip(parts, likely, strict=True))]
    found = []
    for count in range(len(parts) + 1):
        for places in combinations([options for options in others if options], count):
            for changes in product(*places):
                reading = [*likely]
                for place, other in changes:
                    reading[place] = other
                found.append((''.join(
                    spelt[0] if CHINESE.match(part) else spelt for part, spelt in zip(parts, reading, strict=True)
                ), ''.join(reading)))
                if len(found) == MAX_READINGS:
                    return found
    return found


def get_pinyin_key(names):
    """Return by what letters somebody looks for Chinese names: their initials, the whole pinyin, and themselves.

    :param names: iterable of names in any language; those without Chinese are left out
    """
    if lazy_pinyin is None:
        return False
    words = []
    for name in names:
        if name and CHINESE.search(name):
            words += [*chain.from_iterable(zip(*get_readings(plain(name)), strict=True)), plain(name), name]
    return ' '.join(dict.fromkeys(re.sub(r'\W+', '', word).lower() for word in words)) or False


class ProductTemplate(models.Model):
    """An office supply is found by the pinyin of its Chinese names, and by its codes from any keyboard."""
    _name = 'product.template'
    _inherit = ['product.template', 'office.typed.mixin']

    supply_search_key = fields.Char(
        "Pinyin", compute='_compute_supply_search_key', store=True, index='trigram', compute_sudo=True)

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'name', 'default_code', 'barcode', 'supply_search_key'}

    @api.depends('name', 'supply_ok')
    def _compute_supply_search_key(self):
        supplies = self.filtered('supply_ok')
        (self - supplies).supply_search_key = False
        supplies.flush_recordset(['name'])
        names = dict(self.env.execute_query(SQL(
            "SELECT id, name FROM product_template WHERE id = ANY(%s)", supplies._origin.ids)))
        for template in supplies:
            every = [template.name, *(names.get(template._origin.id) or {}).values()]
            template.supply_search_key = get_pinyin_key(every)


class ProductProduct(models.Model):
    """Who chooses an office supply may type the initials of its Chinese name."""
    _name = 'product.product'
    _inherit = ['product.product', 'office.typed.mixin']

    @api.model
    def _get_typed_fields(self):
        return super()._get_typed_fields() | {'name', 'default_code', 'barcode', 'supply_search_key'}

    @api.model
    def name_search(self, name='', domain=None, operator='ilike', limit=100):
        found = super().name_search(name, domain, operator, limit)
        name = plain(name)
        room = limit - len(found) if limit else None
        # only where supplies are chosen, so that no other search of products becomes slower
        if operator != 'ilike' or room == 0 or not LETTERS.fullmatch(name or '') or not self._is_about_supplies(domain):
            return found
        more = self.search_fetch(
            Domain(domain) & Domain('supply_search_key', 'ilike', name.replace(' ', ''))
            & Domain('id', 'not in', [product_id for product_id, _name in found]), ['display_name'], limit=room)
        return found + [(product.id, product.display_name) for product in more.sudo()]  # sudo: as Odoo's own

    @api.model
    def _is_about_supplies(self, domain):
        return any(condition.field_expr == 'supply_ok' for condition in Domain(domain or []).iter_conditions())


class IrModule(models.Model):
    """Names that come with the translations of a module, such as those of demo products, are found by pinyin, too."""
    _name = 'ir.module.module'
    _inherit = 'ir.module.module'

    def _update_translations(self, filter_lang=None, overwrite=False):
        super()._update_translations(filter_lang, overwrite)
        templates = self.env['product.template']
        found = self.env['ir.model.data'].sudo().search_fetch(  # sudo: which products came with the modules
            [('model', '=', templates._name), ('module', 'in', self.mapped('name'))], ['res_id'])
        supplies = templates.with_context(active_test=False).search(
            [('id', 'in', found.mapped('res_id')), ('supply_ok', '=', True)])
        supplies._compute_supply_search_key()
