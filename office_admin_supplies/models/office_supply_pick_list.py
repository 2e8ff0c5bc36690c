from collections import defaultdict

from odoo import models

from odoo.addons.office_admin_base.each import split


class OfficeSupplyRequest(models.Model):
    """The pick list: what to take from which shelf for several requests, and what of it goes to whom."""
    _inherit = 'office.supply.request'

    def action_pick_list(self):
        if not split(self, lambda requests: requests._check_pick_list())[0]:
            self._check_pick_list()
        return self._open_wizard('office.supply.pick.list', self.env._("Pick List"))

    def _check_pick_list(self):
        """:raise UserError: one of these requests is not to be handed out"""
        self._check_transition('hand_out')

    def _get_pick_list(self):
        """Return what to pick, as far as it is reserved, and where it goes.

        :return: ``{'shelf': [(location, [(product, lot, quantity, unit)])], 'departments': [(department, [(request,
            [(product, quantity, open quantity, unit)])])]}``; quantities of the shelf in the unit of the product,
            the others in that of the request line
        """
        moves = self.line_ids._get_open_moves()
        return {'shelf': moves._get_pick_shelf(), 'departments': self._get_pick_departments()}

    def _get_pick_departments(self):
        departments = []
        ready = self.line_ids._get_reserved_quantities()
        requests = self.sorted(lambda request: (request.department_id.display_name or '', request.employee_id.name))
        for department, its_requests in requests.grouped('department_id').items():
            departments.append((department, [(request, [
                (line.product_id, ready[line], line.open_quantity, line.uom_id)
                for line in request.line_ids if line.open_quantity
            ]) for request in its_requests]))
        return departments


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _get_pick_shelf(self):
        """Return ``[(location, [(product, lot, quantity in its unit, unit)])]`` of what is reserved."""
        totals = defaultdict(float)
        for move_line in self.move_line_ids:
            totals[move_line.location_id, move_line.product_id, move_line.lot_id] += move_line.quantity_product_uom
        shelves = defaultdict(list)
        for (location, product, lot), quantity in totals.items():
            shelves[location].append((product, lot, quantity, product.uom_id))
        for rows in shelves.values():
            rows.sort(key=lambda row: (row[0].display_name, row[1].name or ''))
        return sorted(shelves.items(), key=lambda shelf: shelf[0].complete_name)
