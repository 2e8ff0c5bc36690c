from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from ...groups import MANAGER

JOB = 'office_admin_supplies.ir_cron_warn'
ACTIVITY_TYPE = 'office_admin_supplies.mail_activity_type_reorder'


class OfficeSupplyWarning(models.Model):
    """A gap in the stock: from the moment at which the position fell to the reorder point until it is above it again.

    One gap is one warning: the database refuses a second one that is open for the same product.
    """
    _name = 'office.supply.warning'
    _description = 'Stock Warning'
    _inherit = ['office.history.mixin', 'mail.activity.mixin']
    _order = 'closed_on desc, opened_on desc, id desc'
    _rec_name = 'product_id'

    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True, ondelete='cascade')
    advice_id = fields.Many2one('office.supply.advice', readonly=True, index='btree_not_null', ondelete='set null')
    product_id = fields.Many2one('product.product', required=True, readonly=True, index=True, ondelete='cascade')
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    opened_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    closed_on = fields.Datetime(readonly=True)
    position = fields.Float(
        "Inventory Position", readonly=True, digits='Product Unit', aggregator=None,
        help="On hand + on order − promised, when the warning was opened.")
    reorder_point = fields.Float(readonly=True, digits='Product Unit', aggregator=None)
    order_quantity = fields.Float("To Order", readonly=True, digits='Product Unit', aggregator=None)
    vendor_id = fields.Many2one(related='advice_id.vendor_id', store=True)

    _open_uniq = models.UniqueIndex(
        '(company_id, product_id) WHERE closed_on IS NULL', "There is already an open warning for this product.")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system()
        return super().create(vals_list)

    def write(self, vals):
        if not all(name.startswith(('message_', 'activity_')) for name in vals):
            self._check_system()
        return super().write(vals)

    def action_open_advice(self):
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'office.supply.advice',
            'res_id': self.advice_id.id,
            'view_mode': 'form',
        }

    def _check_system(self):
        if not self.env.su:
            raise AccessError(self.env._(
                "Stock warnings open and close by themselves. Order what is missing, and the warning closes."))

    @api.model
    def _check_soon(self):
        """Let the scheduled action look at the stock; whoever moves goods does not wait for it."""
        # sudo: who moves goods has no rights on scheduled actions
        job_sudo = self.env.ref(JOB).sudo()
        waiting = self.env['ir.cron.trigger'].sudo().search_count(
            [('cron_id', '=', job_sudo.id), ('call_at', '<=', fields.Datetime.now())], limit=1)
        if not waiting:
            job_sudo._trigger()

    @api.model
    def _cron_warn(self):
        companies = self.env['office.supply.advice']._read_group([('is_stocked', '=', True)], ['company_id'])
        for index, [company] in enumerate(companies, 1):
            self._check_company(company)
            self.env['ir.cron']._commit_progress(1, remaining=len(companies) - index)

    @api.model
    def _check_company(self, company):
        """Open a warning for each gap in the stock of ``company`` and close those of gaps that are filled."""
        short = self.env['office.supply.advice']._get_short(company)
        gaps = set(short.product_id._ids)
        warnings = self.search_fetch([('company_id', '=', company.id), ('closed_on', '=', False)], ['product_id'])
        known = set(warnings.product_id._ids)
        if filled := warnings.filtered(lambda warning: warning.product_id.id not in gaps):
            filled._close()
        new = short.filtered(lambda advice: advice.product_id.id not in known)
        return self.create([advice._prepare_warning_values() for advice in new])._tell(company)

    def _close(self):
        self.write({'closed_on': fields.Datetime.now()})
        self.env['mail.activity'].search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids),
            ('activity_type_id', '=', self.env.ref(ACTIVITY_TYPE).id)]).unlink()

    def _tell(self, company):
        """Give the buyer one activity for each of these, without a mail for each."""
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not self or not kind:
            return self
        self.env['mail.activity'].with_user(SUPERUSER_ID).with_context(mail_activity_quick_update=True).create([
            {
                'activity_type_id': kind.id,
                'res_model_id': self.env['ir.model']._get_id(self._name),
                'res_id': warning.id,
                'user_id': user.id,
                'summary': warning._get_summary(user.lang),
                'date_deadline': user._get_office_today(),
            }
            for user in self._get_buyers(company) for warning in self
        ])
        return self

    def _get_summary(self, lang):
        warning = self.with_context(lang=lang)
        advice = warning.advice_id
        return warning.env._(
            "Order %(quantity)s %(unit)s of %(product)s", quantity=advice._say(warning.order_quantity),
            unit=warning.uom_id.name, product=warning.product_id.display_name)

    @api.model
    def _get_buyers(self, company):
        """Hook: who is told what to order: the buyer of the settings, or else the managers of supplies."""
        buyer = company.supply_buyer_id
        if buyer._filtered_working(company) and self.with_user(buyer).has_access('read'):
            return buyer
        return self.env.ref(MANAGER)._get_people(company)
