from collections import defaultdict
from datetime import datetime, time
from functools import partial
from operator import itemgetter

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import ormcache

from odoo.addons.office_admin_base.demo.signature import draw_signature

from .story import DELIVERIES, OPENING_DAY, OPENING_STOCK, REQUESTS
from .year import DELIVERY, FILED, MONTHS, make_year

TIMEZONE = timezone('Asia/Shanghai')
FIRST_MINUTE = {'create': 9 * 60, 'submit': 9 * 60 + 5, 'hand_out': 15 * 60 + 10, 'done': 15 * 60 + 10}  # of the day
DECIDED_FROM = 13 * 60 + 5


class OfficeSupplyDemo(models.AbstractModel):
    """Makes the history of the demo company's supply room, by the verbs of the people and under their clock."""
    _name = 'office.supply.demo'
    _description = 'History of the Demo Supply Room'

    @api.model
    def _load(self):
        # here, so that freezegun is needed for demo data and tests only
        from odoo.addons.office_admin_base.time_machine import TimeMachine
        self = self.with_company(self._get('demo_company', 'office_admin_base'))
        events = sorted(self._get_events(), key=itemgetter(0))
        with TimeMachine(self.env) as clock:
            for moment, act in events:
                clock.travel(moment)
                act()

    def _set_costs(self):
        """What a product costs is what its first vendor asks; prices per company cannot stand in a CSV file."""
        for product in self.env['product.product'].search([('company_id', '=', self.env.company.id)]):
            product.standard_price = product.seller_ids[:1].price

    def _get_events(self):
        """Yield ``(moment, function)``, request by request."""
        work = self.env.company.resource_calendar_id._get_working_time(self.env.company)
        days = self._get_filing_days(work)
        opening, deliveries, requests = make_year(days)
        counts = {days[0] + 1: opening, OPENING_DAY: {
            name: quantity for quantity, names in OPENING_STOCK.items() for name in names}}
        yield self._get_moment(work, days[0] + 1, 8 * 60), self._set_costs
        for day, found in counts.items():
            yield self._get_moment(work, day, 8 * 60 + 30), partial(self._count_stock, found)
        for day, vendor, items in deliveries + DELIVERIES:
            yield self._get_moment(work, day, 8 * 60 + 30), partial(self._receive, vendor, items)
        for ago in (*range(days[0], OPENING_DAY, -5), *range(OPENING_DAY, -1, -1)):
            yield self._get_moment(work, ago, 8 * 60 + 20), self._confirm_in_time
        yield from self._get_request_events(work, requests + REQUESTS)

    def _get_filing_days(self, work):
        """Return how many working days ago departments filed in the months before the story, the oldest first."""
        months = defaultdict(list)
        ago = OPENING_DAY + DELIVERY + 2  # what came late was handed out before the story
        while len(months) < MONTHS + 2:  # the first and the last may be cut off
            months[self._get_day(work, ago).replace(day=1)].append(ago)
            ago += 1
        whole = sorted(agos[-FILED] for agos in list(months.values())[:-1] if len(agos) >= FILED)
        return whole[:MONTHS][::-1]

    def _get_request_events(self, work, stories):
        requests = {}
        for index, (day, requester, need, items, steps, *more) in enumerate(stories):
            values = {'need_date': self._get_day(work, day - need), **(more[0] if more else {})}
            offset = index * 17 % 160  # minutes; no two requests have the same
            create = partial(self._create_request, requests, index, requester, items, values)
            yield self._get_moment(work, day, FIRST_MINUTE['create'] + offset), create
            for verb, later, *detail in [('submit', 0), *steps] if steps is not None else []:
                minute = FIRST_MINUTE.get(verb, DECIDED_FROM) + offset
                yield self._get_moment(work, day - later, minute), partial(self._act, requests, index, verb, *detail)

    def _get_day(self, work, ago):
        """The working day that is ``ago`` working days before today, or after it if negative."""
        now = fields.Datetime.now()
        if ago > 0:
            return work.get_day(work.subtract_days(now, ago))
        return work.get_day(work.add_days(now, -ago) if ago else work.receive(now))

    def _get_moment(self, work, ago, minute):
        """``minute`` of the working day ``ago``, in UTC."""
        local = TIMEZONE.localize(datetime.combine(self._get_day(work, ago), time(minute // 60, minute % 60)))
        return local.astimezone(utc).replace(tzinfo=None)

    def _get(self, name, module='office_admin_supplies'):
        # not by ref(), which looks each time whether the record still exists
        model, record_id = self.env['ir.model.data']._xmlid_to_res_model_res_id(
            f'{module}.{name}', raise_if_not_found=True)
        return self.env[model].browse(record_id)

    def _get_user(self, name):
        return self._get('user_admin', 'base') if name == 'admin' else self._get(
            f'demo_user_{name}', 'office_admin_base')

    def _count_stock(self, found):
        location = self._get('demo_warehouse').lot_stock_id
        quants = self.env['stock.quant'].with_user(self._get_user('officer')).with_context(inventory_mode=True).create([
            {'product_id': self._get_product(name).id, 'location_id': location.id, 'inventory_quantity': quantity}
            for name, quantity in found.items()
        ])
        quants.action_apply_inventory()

    def _receive(self, vendor, items):
        picking_type = self._get('demo_warehouse').in_type_id
        places = {
            'location_id': self.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': picking_type.default_location_dest_id.id,
        }
        picking = self.env['stock.picking'].with_user(self._get_user('officer')).create({
            'picking_type_id': picking_type.id,
            'partner_id': self._get(f'demo_vendor_{vendor}').id,
            **places,
            'move_ids': [
                Command.create({
                    'product_id': line['product_id'], 'product_uom_qty': line['quantity'],
                    'product_uom': line['uom_id'], **places})
                for line in self._prepare_lines(items)
            ],
        })
        picking.action_confirm()
        picking.button_validate()

    def _create_request(self, requests, index, requester, items, values):
        user = self._get_user(requester)
        employee = user.with_company(self.env.company).employee_id
        if 'for' in values:
            employee = self._get(f"demo_employee_{values['for']}", 'office_admin_base')
        requests[index] = self.env['office.supply.request'].with_user(user).create({
            'employee_id': employee.id,
            'need_date': values['need_date'],
            'note': values.get('note'),
            'secrecy_level': values.get('level', 'public'),
            'allowed_user_ids': [Command.link(self._get_user(name).id) for name in values.get('allowed', ())],
            'line_ids': [Command.create(line) for line in self._prepare_lines(items)],
        })

    def _prepare_lines(self, items):
        lines = []
        for name, wanted in items.items():
            product = self._get_product(name)
            quantity, unit = wanted if isinstance(wanted, tuple) else (wanted, None)
            uom = self._get(f'demo_uom_{unit}') if unit else product.uom_id
            lines.append({'product_id': product.id, 'quantity': quantity, 'uom_id': uom.id})
        return lines

    def _get_product(self, name):
        return self.env['product.product'].browse(self._get_product_id(name))

    @ormcache('name')
    def _get_product_id(self, name):
        return self._get(f'demo_{name}').product_variant_id.id

    def _act(self, requests, index, verb, detail=None):  # noqa: C901
        """Do one step of a request as the person whose step it is."""
        request = requests[index]
        officer = self._get_user('officer')
        match verb:
            case 'agree':  # one step of several
                request.with_user(self._get_approver(request)).action_approve()
            case 'approve':
                while request.state == 'submitted':  # step by step
                    request.with_user(self._get_approver(request)).action_approve()
            case 'refuse':
                request.with_user(self._get_approver(request))._decide_each('refuse', detail)
            case 'hand_out':
                self._hand_out(request.with_user(officer), detail)
            case 'done':
                request.with_user(officer).action_done()
            case 'pause':
                reason, days = detail
                work = self.env.company.resource_calendar_id._get_working_time(self.env.company)
                promise = request.with_user(officer)._get_deadline_to_pause()
                promise._pause(work.add_days(fields.Datetime.now(), days), reason)
            case 'open':
                request.with_user(self._get_user(detail)).read(['note'])
            case 'submit':
                request.action_submit()
            case 'hand_over':
                user, note = detail
                request.with_user(request.owner_id)._hand_over(self._get_user(user), note)
            case 'accept':
                request.with_user(request.hand_over_to_id).action_accept_hand_over()
            case 'return':
                request.with_user(request.hand_over_to_id)._return_hand_over(detail)
            case 'confirm':
                request._confirm_each(*detail)
            case 'reopen':
                request._do_with_reason('reopen', detail)
            case 'answer':
                request.with_user(officer)._do_with_reason('done', detail)
            case 'follow_up':
                request.with_user(officer)._end_follow_up(detail)
            case 'cancel':
                request._do_with_reason('cancel', detail)

    def _confirm_in_time(self):
        """What the scheduled action does each day; during the year once a week is enough."""
        self.env['office.supply.request'].search([
            ('confirmation', '=', 'waiting'), ('confirm_until', '<=', fields.Datetime.now())])._confirm_automatically()

    def _get_approver(self, request):
        return (request.approver_ids - self._get_user('admin'))[:1]  # who leaves it to who leads the office

    def _hand_out(self, request, items):
        wanted = {self._get_product(name): quantity for name, quantity in (items or {}).items()}
        quantities = {
            line: wanted.get(line.product_id, 0) if wanted else quantity
            for line, quantity in request.line_ids._get_proposed_quantities().items()
        }
        receiver = request.employee_id.name
        request._hand_out(quantities, receiver, draw_signature(receiver))
