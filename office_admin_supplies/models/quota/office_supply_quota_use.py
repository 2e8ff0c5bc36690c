from odoo import fields, models


class OfficeSupplyQuotaUse(models.Model):
    """A row for each quota, person or department, and period; its new version says that somebody has just used it."""
    _name = 'office.supply.quota.use'
    _description = 'Use of a Supply Quota'
    _log_access = False
    _rec_name = 'quota_id'

    quota_id = fields.Many2one('office.supply.quota', required=True, readonly=True, ondelete='cascade')
    entitled = fields.Integer(
        "Person or Department", required=True, readonly=True, help="The id of the employee or department.")
    start = fields.Date(required=True, readonly=True)
    version = fields.Integer(required=True, readonly=True)

    _use_uniq = models.UniqueIndex('(quota_id, entitled, start)')
