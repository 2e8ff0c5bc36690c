from odoo import models


class ReportStockQuantity(models.Model):
    _name = 'report.stock.quantity'
    _inherit = ['report.stock.quantity', 'office.supply.shown.mixin']
