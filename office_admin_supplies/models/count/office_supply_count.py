from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ...groups import MANAGER


class OfficeSupplyCount(models.Model):
    """A count of the supply room: who counts does not see what the book says, and somebody else approves."""
    _name = 'office.supply.count'
    _description = 'Supply Room Count'
    _inherit = ['office.blind.count.mixin']
    _order = 'id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_supplies.group_'
    _number_code = 'CNT'

    location_ids = fields.Many2many(
        'stock.location', string="Places", check_company=True, domain="[('usage', '=', 'internal')]",
        help="With all that lies below them. Everything in the company's warehouses if empty.")
    category_ids = fields.Many2many('product.category', string="Categories", help="All if empty.")
    counter_ids = fields.Many2many(relation='office_supply_count_counter_rel')
    note = fields.Text("Reason", help="Stands in the stock history beside each correction.")
    line_ids = fields.One2many('office.supply.count.line', 'count_id', "Items", readonly=True, copy=False)
    line_count = fields.Integer("Items to Count", compute='_compute_line_count', compute_sudo=True)
    counted_count = fields.Integer("Counted", compute='_compute_line_count', compute_sudo=True)
    difference_count = fields.Integer("Items That Differ", readonly=True, copy=False)
    currency_id = fields.Many2one(related='company_id.currency_id')
    difference_value = fields.Monetary(
        "Value of the Differences", readonly=True, copy=False,
        help="What is missing and what is too much, both counted as above zero, at the cost of the products.")
    accuracy = fields.Float(
        "Accuracy (%)", readonly=True, copy=False, aggregator='avg', digits=(5, 1),
        help="100 % less all differences as a share of what the book said.")
    done_datetime = fields.Datetime("Approved On", readonly=True, copy=False)

    @api.depends('line_ids.is_counted')
    def _compute_line_count(self):
        counts = {(count.id, is_counted): number for count, is_counted, number in self.env[
            'office.supply.count.line']._read_group(
                [('count_id', 'in', self.ids)], ['count_id', 'is_counted'], ['__count'])}
        for count in self:
            count.counted_count = counts.get((count.id, True), 0)
            count.line_count = count.counted_count + counts.get((count.id, False), 0)

    def action_open_lines(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_supplies.office_supply_count_line_action')
        return action | {'domain': [('count_id', '=', self.id)], 'context': {'search_default_group_location': 1}}

    def action_finish(self):
        """End the counting, or ask for a second count of what differs."""
        self.ensure_one()
        self.check_access('read')
        origins, _target, who = self._get_transitions()['finish']
        self._check_origin('finish', origins)
        self._check_who('finish', who, None)
        self._check_all_counted()
        if second := self._get_lines_to_recount():
            second._ask_second_count()
            return self._get_second_count_notification(second)
        return self._transition_each('finish')

    # What the verbs ask for and cause

    def _get_lines_to_recount(self):
        """Return the lines, as superuser, that differ and were counted by one person only."""
        if not self._wants_second_count():
            return self.env['office.supply.count.line']
        # sudo: nobody has access to what the book says
        return self.sudo().line_ids.filtered(lambda line: line._is_different() and not line.first_counter_id)

    def _get_second_count_notification(self, lines):
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning',
                'sticky': True,
                'message': self.env._(
                    "%(count)s: %(number)s items differ from the book. Somebody who has not counted them counts them "
                    "again.", count=self.display_name, number=len(lines)),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    def _check_all_counted(self):
        uncounted = self.sudo().line_ids.filtered(lambda line: not line.is_counted)  # sudo: of the others as well
        if uncounted:
            names = uncounted[:10].mapped('display_name') + ["…"] * (len(uncounted) > 10)
            raise UserError(self.env._(
                "%(count)s is not complete. Count these as well, and enter zero where there is none: %(items)s.",
                count=uncounted.count_id._get_names(), items=format_list(self.env, names)))

    def _check_can_finish(self, by=None):
        self._check_all_counted()
        for count in self:
            if count._get_lines_to_recount():
                raise UserError(self.env._(
                    "%(count)s: some items differ and were counted once only.", count=count.display_name))

    def _check_can_approve(self, by=None):
        super()._check_can_approve(by)
        for count in self:
            tolerance = count.company_id.sudo().supply_count_tolerance  # sudo: settings
            if count.difference_value > tolerance and not self.env.user.has_group(MANAGER):
                raise AccessError(self.env._(
                    "%(count)s differs by more than %(limit)s in value. The manager of the supplies approves it.",
                    count=count.display_name, limit=count.currency_id.format(tolerance)))

    def _wants_second_count(self):
        return self.company_id.sudo().supply_count_second  # sudo: settings

    def _get_row_users(self):
        return self.line_ids.counter_id | self.line_ids.first_counter_id

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        for count in self:
            if verb == 'finish':
                prepared[count].update(count._prepare_result_values())
            elif verb == 'approve':
                prepared[count]['done_datetime'] = fields.Datetime.now()
        return prepared

    def _prepare_result_values(self):
        different = self.line_ids.filtered(lambda line: line._is_different())
        book = sum(abs(line.book_quantity) for line in self.line_ids)
        missing = sum(abs(line.counted_quantity - line.book_quantity) for line in different)
        share = missing / book if book else float(bool(different))
        return {
            'difference_count': len(different),
            'difference_value': sum(abs(line._get_value()) for line in different),
            'accuracy': max(100.0 * (1.0 - share), 0.0),
        }

    def _after_transition(self, verb):
        super()._after_transition(verb)
        counts_sudo = self.sudo()  # sudo: lines are made and stock is corrected by the verbs alone
        match verb:
            case 'start':
                counts_sudo._create_lines()
            case 'recount':
                counts_sudo.line_ids.filtered(lambda line: line._is_different())._ask_second_count()
            case 'approve':
                for count_sudo in counts_sudo:
                    count_sudo._correct_stock()

    # Odoo's stock: what there is to count, and how differences are corrected

    def _create_lines(self):
        for count in self:
            items = count._get_items()
            if not items:
                raise UserError(self.env._(
                    "%(count)s: no office supplies are kept there. Choose other places or categories.",
                    count=count.display_name))
            self.env['office.supply.count.line'].create([
                {'count_id': count.id, 'product_id': product.id, 'location_id': location.id, 'lot_id': lot.id}
                for product, location, lot in items])

    def _get_items(self):
        """Return ``[(product, location, lot)]`` of all that lies in the places, or could lie there."""
        places = self.location_ids or self._get_supply_rooms()
        domain = [
            ('supply_ok', '=', True), ('is_storable', '=', True), ('company_id', 'in', [False, self.company_id.id])]
        if self.category_ids:
            domain.append(('categ_id', 'child_of', self.category_ids.ids))
        products = self.env['product.product'].search(domain)
        quants = self.env['stock.quant'].search([
            ('product_id', 'in', products.ids), ('location_id', 'child_of', places.ids),
            ('location_id.usage', '=', 'internal'), ('package_id', '=', False), ('owner_id', '=', False)])
        items = {(quant.product_id, quant.location_id, quant.lot_id): None for quant in quants}
        if not self.location_ids:  # what the book does not know, but may lie there all the same
            unknown = (products - quants.product_id).filtered(lambda product: product.tracking == 'none')
            items |= {(product, places[:1], self.env['stock.lot']): None for product in unknown}
        return list(items)

    def _get_supply_rooms(self):
        warehouses = self.env['stock.warehouse'].search([('company_id', '=', self.company_id.id)])
        return warehouses.lot_stock_id

    def _correct_stock(self):
        """Correct Odoo's stock by what differed at the moment of counting: what moved since then stays moved."""
        lines = self.line_ids.filtered(lambda line: line._is_different())
        quants = self.env['stock.quant']
        reserved = lines._get_reserving_moves()
        before = {move: move.quantity for move in reserved}
        for line in lines:
            quants |= line._prepare_correction()
        # the key is Odoo's own: the name of the moves in its history
        reason = ' · '.join(filter(None, (self.name, self.note)))
        quants.with_context(inventory_name=reason).action_apply_inventory()
        self._tell_short_requests(before)

    def _tell_short_requests(self, before):
        """Say on requests that what lay ready for them is not there.

        :param dict before: ``{move: quantity that was reserved}``
        """
        for move, quantity in before.items():
            if move.product_uom.compare(move.quantity, quantity) < 0:
                # sudo: the system says it
                move.sudo().supply_request_id.message_post(body=self.env._(
                    "%(product)s: the supply room was counted, and fewer are there than thought. %(missing)g %(unit)s "
                    "for this request are open again and come when there are some.",
                    product=move.product_id.display_name, missing=quantity - move.quantity,
                    unit=move.product_uom.name))

    # The life of a count, and My Office

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {'location_ids', 'category_ids', 'line_ids'}

    @api.model
    def _get_field_states(self):
        states = super()._get_field_states()
        return states | {'note': states['counter_ids']}  # it stands beside the corrections

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {'difference_count', 'difference_value', 'accuracy', 'done_datetime'}

    def _prepare_desk_row(self, section):
        count_sudo = self.sudo()  # sudo: counters have no stock rights
        what = (count_sudo.location_ids or count_sudo.category_ids).mapped('name')
        return super()._prepare_desk_row(section) | {'what': format_list(self.env, what) or self.note or ''}
