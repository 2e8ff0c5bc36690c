from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.office_admin_base.models.office_workflow_states import ENDED, OPEN, State
from odoo.addons.office_admin_base.models.office_workflow_verbs import CONCERNED, ENGINE
from odoo.addons.office_admin_base.touch import touch_rows

from ...groups import OFFICER, USER

OFFER_DAYS = 30
MAX_QUANTITY = 10_000
BATCH = 200


class OfficeSupplySurplus(models.Model):
    """Goods that a department does not need, free to take by another one before anything is bought.

    Where they meet Odoo's stock, consumption follows them from department to department.
    """
    _name = 'office.supply.surplus'
    _description = 'Surplus Goods'
    _inherit = ['image.mixin', 'office.batch.mixin', 'office.workflow.mixin']
    _order = 'until_date, id desc'
    _check_company_auto = True
    _role_prefix = 'office_admin_supplies.group_'

    def _default_department_id(self):
        return self._get_own_departments(self.env.company)[:1]

    def _default_until_date(self):
        return fields.Date.add(self.env.company._get_office_today(), days=OFFER_DAYS)

    giver_id = fields.Many2one(
        'res.users', "Offered By", required=True, readonly=True, copy=False, index=True,
        default=lambda self: self.env.user)
    department_id = fields.Many2one(
        'hr.department', "From", required=True, index=True, check_company=True,
        default=lambda self: self._default_department_id())
    product_id = fields.Many2one(
        'product.product', required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('supply_ok', '=', True), ('tracking', '=', 'none')]")
    uom_id = fields.Many2one(related='product_id.uom_id')
    quantity = fields.Float(required=True, default=1.0, digits='Product Unit')
    condition = fields.Selection([('good', "Good"), ('used', "Used")], required=True, default='good')
    product_image_128 = fields.Image("Picture of the Product", related='product_id.image_128')
    place = fields.Char("Where", help="Where it can be seen and fetched.")
    until_date = fields.Date("Free Until", required=True, default=lambda self: self._default_until_date())
    note = fields.Char()
    taker_id = fields.Many2one('hr.employee', "Taken By", readonly=True, copy=False, index='btree_not_null')
    taker_department_id = fields.Many2one('hr.department', "To Department", readonly=True, copy=False)
    claim_datetime = fields.Datetime("Claimed On", readonly=True, copy=False)
    end_datetime = fields.Datetime("Ended On", readonly=True, copy=False)
    move_id = fields.Many2one('stock.move', readonly=True, copy=False, groups='stock.group_stock_user')
    is_giver = fields.Boolean(compute='_compute_is_giver', compute_sudo=True)
    is_taker = fields.Boolean(compute='_compute_is_giver', compute_sudo=True)

    _free_idx = models.Index("(company_id, product_id) WHERE state = 'offered'")

    @api.depends('giver_id', 'department_id', 'taker_id')
    @api.depends_context('uid')
    def _compute_is_giver(self):
        for surplus in self:
            surplus.is_giver = self.env.user in surplus._get_concerned_users()
            surplus.is_taker = surplus.taker_id.user_id == self.env.user

    @api.depends('product_id', 'quantity', 'department_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for surplus in self:
            department = surplus.sudo().department_id.name or ''  # sudo: the name of a department
            surplus.display_name = f"{surplus.product_id.name} × {surplus.quantity:g} ({department})" if (
                surplus.product_id) else self.env._("New")

    @api.constrains('quantity', 'product_id')
    def _check_goods(self):
        self._check_company(['product_id'])  # so that no sentence below names what is of another company
        for surplus in self:
            product_sudo = surplus.product_id.sudo()  # sudo: of another company he could not read it
            if not (product_sudo.supply_ok and product_sudo.tracking == 'none'):
                raise ValidationError(self.env._(
                    "%(product)s cannot be offered: only office supplies without lots can.",
                    product=product_sudo.display_name))
            # written so that “not a number” fails, too
            if not 0 < surplus.quantity <= MAX_QUANTITY or product_sudo.uom_id.is_zero(surplus.quantity):
                raise ValidationError(self.env._(
                    "%(surplus)s: offer more than zero and at most %(max)s.", surplus=surplus.display_name,
                    max=MAX_QUANTITY))

            if message := product_sudo._get_whole_message(surplus.quantity, product_sudo.uom_id):
                raise ValidationError(self.env._(
                    "%(surplus)s: %(message)s", surplus=surplus.display_name, message=message))

    @api.constrains('department_id')
    def _check_department(self):
        for surplus in self:
            if surplus.department_id not in surplus._get_own_departments(surplus.company_id):
                raise ValidationError(self.env._(
                    "You can offer what %(department)s does not need only if you work there or lead it.",
                    department=surplus.sudo().department_id.name))

    @api.constrains('until_date')
    def _check_until_date(self):
        for surplus in self.filtered(lambda surplus: surplus.state == 'offered'):
            if surplus.until_date < surplus.company_id._get_office_today():
                raise ValidationError(self.env._(
                    "%(surplus)s: choose a day from today on, until which it is free.", surplus=surplus.display_name))

    @api.constrains('quantity', 'product_id', 'department_id')
    def _check_what_was_had(self):
        """Nobody offers what did not come to his department, or is offered already."""
        for surplus_sudo in self.filtered(lambda surplus: surplus.state == 'offered').sudo():  # sudo: moves
            touch_rows(surplus_sudo._get_source(surplus_sudo.department_id))
            others_sudo = self.sudo().search([
                ('state', 'in', ('offered', 'claimed')), ('department_id', '=', surplus_sudo.department_id.id),
                ('product_id', '=', surplus_sudo.product_id.id), ('id', '!=', surplus_sudo.id)])
            surplus_sudo._check_most(others_sudo)

    def action_claim(self):
        answer = self._transition_each('claim')
        return self._get_claim_notification() if answer is True else answer

    def action_release(self):
        return self._transition_each('release')

    def action_give(self):
        return self._transition_each('give')

    def action_withdraw(self):
        return self._transition_each('withdraw')

    def action_take_in(self):
        """Open the dialog in which an officer says how much of it he has counted."""
        self.ensure_one()
        self.check_access('read')
        self._check_transition('take_in')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Into the Supply Room"),
            'res_model': 'office.supply.surplus.take.in',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_surplus_id': self.id},
        }

    @api.model
    def _get_own_departments(self, company):
        """Return the departments of ``company`` in which the user works, and which he leads."""
        # sudo: in which department people work is HR data
        employees_sudo = self.env['hr.employee'].sudo().search(
            [('user_id', '=', self.env.uid), ('company_id', '=', company.id)])
        led_sudo = self.env['hr.department'].sudo().search([('manager_id', 'in', employees_sudo.ids)])
        return (employees_sudo.department_id | led_sudo).sudo(False)

    @api.model
    def _get_own_employee(self, company):
        return self.env['hr.employee'].sudo().search(  # sudo: as above
            [('user_id', '=', self.env.uid), ('company_id', '=', company.id), ('department_id', '!=', False)], limit=1)

    # The verbs

    def _check_can_claim(self, by=None):
        for surplus in self:
            taker_sudo = surplus._get_own_employee(surplus.company_id)
            if not taker_sudo:
                raise UserError(self.env._(
                    "%(surplus)s goes to a department, and you belong to none in %(company)s. Ask HR to enter yours.",
                    surplus=surplus.display_name, company=surplus.company_id.name))
            if surplus.until_date < surplus.company_id._get_office_today():
                raise UserError(self.env._(
                    "%(surplus)s was free until %(day)s.", surplus=surplus.display_name, day=surplus.until_date))
            if taker_sudo.department_id == surplus.sudo().department_id:
                raise UserError(self.env._(
                    "%(surplus)s is offered by your own department. Withdraw it if you need it yourselves.",
                    surplus=surplus.display_name))

    def _get_claim_notification(self):
        """Say what becomes of claimed goods: in the list of what is free they are gone."""
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': '\n'.join(self.env._(
                    "%(goods)s: yours. %(giver)s hands it over (%(place)s); it stands on My Office until then.",
                    goods=surplus.display_name, giver=surplus.giver_id.name,
                    place=surplus.place or surplus.department_id.name) for surplus in self),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    def _check_can_release(self, by=None):
        if foreign := self.filtered(lambda surplus: not surplus.is_giver and not surplus.is_taker):
            raise AccessError(self.env._(
                "%(surplus)s: only who has claimed it or who gives it lets it go.", surplus=foreign._get_names()))

    def _check_can_give(self, by=None):
        self._check_books()

    def _check_can_take_in(self, by=None):
        if own := self._filter_own():
            raise AccessError(self.env._(
                "%(surplus)s is offered by you or your department. Let another officer see that it is there and take "
                "it in.", surplus=own._get_names()))
        self._check_books()

    def _take_in(self, counted):
        """Take what an officer has counted into the stock; what of the offer is not there lapses."""
        self._check_transition('take_in')
        # written so that “not a number” fails, too
        if not 0 < counted <= self.quantity:
            raise UserError(self.env._(
                "%(surplus)s: enter how many of these are here, more than zero and no more than are offered.",
                surplus=self.display_name))
        if message := self.product_id._get_whole_message(counted, self.uom_id):
            raise UserError(self.env._("%(surplus)s: %(message)s", surplus=self.display_name, message=message))
        if self.uom_id.compare(counted, self.quantity) < 0:
            self.sudo().message_post(body=self.env._(  # sudo: an officer has no write access here
                "Offered: %(offered)g %(unit)s. Counted in the supply room: %(counted)g %(unit)s.",
                offered=self.quantity, counted=counted, unit=self.uom_id.name))
            self._write_as_system({'quantity': counted})
        self._transition('take_in')

    def _filter_own(self):
        """Return those that the user or their department offers, where they may not take them in themselves."""
        return self.filtered(lambda surplus: (
            surplus.company_id.office_segregation == 'refuse' and self.env.user in surplus._get_concerned_users()))

    def _filter_allowed(self, verb):
        offers = super()._filter_allowed(verb)
        match verb:
            case 'claim':
                own = {company: self._get_own_departments(company) for company in offers.company_id}
                return offers.filtered(lambda surplus: (
                    (departments := own.get(surplus.company_id)) and surplus.department_id not in departments))
            case 'take_in':
                return offers - offers._filter_own()
            case 'release':
                return offers.filtered(lambda surplus: surplus.is_giver or surplus.is_taker)
        return offers

    def _prepare_transition_values(self, verb):
        prepared = super()._prepare_transition_values(verb)
        now = fields.Datetime.now()
        for surplus in self:
            if verb == 'claim':
                taker = surplus._get_own_employee(surplus.company_id)
                prepared[surplus] |= {
                    'taker_id': taker.id, 'taker_department_id': taker.department_id.id, 'claim_datetime': now}
            elif verb == 'release':
                prepared[surplus] |= {'taker_id': False, 'taker_department_id': False, 'claim_datetime': False}
            else:
                prepared[surplus]['end_datetime'] = now
        return prepared

    def _after_transition(self, verb):
        super()._after_transition(verb)
        for surplus_sudo in self.sudo():  # sudo: nobody has write access any more, and none has stock rights
            match verb:
                case 'claim':
                    surplus_sudo.message_post(partner_ids=surplus_sudo.giver_id.partner_id.ids, body=self.env._(
                        "%(person)s takes it for %(department)s. Press “Handed Over” when it is fetched.",
                        person=surplus_sudo.taker_id.name, department=surplus_sudo.taker_department_id.name))
                case 'give':
                    surplus_sudo._move_to_department()
                case 'take_in':
                    surplus_sudo._move_to_supply_room()

    @api.model
    def _cron_expire(self):
        """End offers whose last day has passed, in batches."""
        domain = Domain('state', '=', 'offered') & Domain.OR(
            Domain('company_id', 'in', companies.ids) & Domain('until_date', '<', today)
            for today, companies in self.env['res.company']._get_by_office_today())
        self._run_in_batches(
            'office_admin_supplies.ir_cron_surplus', lambda: self.search(domain, order='id', limit=BATCH),
            type(self)._expire, type(self)._expire_tomorrow)

    def _expire(self):
        # what was claimed or withdrawn in the meantime is left alone
        self.filtered(lambda surplus: surplus.state == 'offered')._transition('expire', by=ENGINE)

    def _expire_tomorrow(self):
        for company, offers in self.grouped('company_id').items():
            offers._write_as_system({'until_date': company._get_office_today()})

    # By the books: nobody offers what did not come to his department, or is offered already

    def _check_books(self):
        """:raise UserError: the goods have left the department meanwhile by another way"""
        for surplus_sudo in self.sudo():  # sudo: moves
            touch_rows(surplus_sudo._get_source(surplus_sudo.department_id))
            surplus_sudo._check_most(surplus_sudo.browse())

    def _check_most(self, others):
        """:raise UserError: this offer is more than the books leave when ``others`` are offered as well"""
        most = self._get_source(self.department_id)._get_supply_balance(self.product_id, without_secret=True) - sum(
            others.mapped('quantity'))
        if self.product_id.supply_is_durable:
            own = sum(others.filtered(lambda other: other.giver_id == self.giver_id).mapped('quantity'))
            most = min(most, sum(self._get_giver_things().mapped('quantity')) - own)
        most = max(most, 0.0)
        if self.uom_id.compare(self.quantity, most) <= 0:
            return
        values = {'surplus': self.display_name, 'most': most, 'unit': self.uom_id.name,
                  'department': self.department_id.name}
        if self.product_id.supply_is_durable:
            raise UserError(self.env._(
                "%(surplus)s: by the books you could offer %(most)g %(unit)s. A thing held by name is offered by who "
                "holds it, and only once. What did not come from the supply room is brought there instead.", **values))
        raise UserError(self.env._(
            "%(surplus)s: by the books %(department)s could offer %(most)g %(unit)s: what it got from the supply room, "
            "less what it gave back, gave away or offers already. What came another way is brought to the supply room "
            "instead, where an officer counts it.", **values))

    def _get_source(self, department):
        """Return where the goods of a department are booked, if it ever got any."""
        if not department:
            return self.company_id.supply_location_id
        return self.env['stock.location'].with_context(active_test=False).search(
            [('company_id', '=', self.company_id.id), ('supply_department_id', '=', department.id)])

    def _move_to_department(self):
        locations = self.env['stock.location']._get_supply_locations(
            self.company_id, self.department_id | self.taker_department_id)
        self._move_goods(locations[self.department_id], locations[self.taker_department_id])
        if self.product_id.supply_is_durable:
            self._pass_custody()

    def _move_to_supply_room(self):
        self._write_as_system({'move_id': self.env['stock.move']._move_supplies_back(self).id})
        self._end_giver_custody(self.env._("Into the supply room"))

    def _move_goods(self, source, destination):
        self._write_as_system({'move_id': self.env['stock.move']._redistribute_supplies(self, source, destination).id})

    def _get_giver_things(self):
        return self.env['office.supply.custody'].search([
            ('employee_id.user_id', '=', self.giver_id.id), ('product_id', '=', self.product_id.id),
            ('company_id', '=', self.company_id.id), ('state', '=', 'held')])

    def _end_giver_custody(self, reason):
        self._get_giver_things()._end_part(self.quantity, 'pass_on', reason)

    def _pass_custody(self):
        """Durable things are somebody else's from now on."""
        self._end_giver_custody(self.env._("Passed on to %(person)s", person=self.taker_id.name))
        self.env['office.supply.custody']._start_custody([{
            'company_id': self.company_id.id,
            'employee_id': self.taker_id.id,
            'department_id': self.taker_department_id.id,
            'product_id': self.product_id.id,
            'uom_id': self.uom_id.id,
            'quantity': self.quantity,
        }])

    # Whose it is, My Office, and the life of an offer

    def _get_concerned_users(self):
        # sudo: who leads a department is HR data
        return self.sudo().giver_id | self.sudo().department_id.manager_id.user_id

    @api.model
    def _get_concerned_domain(self):
        return Domain('giver_id', '=', self.env.uid)

    def _get_requester(self):
        return self.giver_id

    @api.model
    def _get_desk_domains(self):
        mine = Domain('giver_id', '=', self.env.uid) & Domain('state', 'in', ('offered', 'claimed'))
        taken = Domain('taker_id.user_id', '=', self.env.uid) & Domain('state', '=', 'claimed')
        return super()._get_desk_domains() | {'mine': mine | taken}

    def _get_desk_users(self):
        return super()._get_desk_users() | self.sudo().taker_id.user_id  # sudo: users of others are HR data

    def _get_desk_who(self):
        if self.state == 'claimed':
            return self.taker_id.name if self.is_giver else self.giver_id.name
        return ''

    def _prepare_desk_row(self, section):
        return super()._prepare_desk_row(section) | {'what': self.place or ''}

    @api.model
    def _get_card_verbs(self):
        return ['claim', 'give', 'release']

    @api.model
    def _get_desk_verbs(self, section):
        return ['give'] if section == 'mine' else super()._get_desk_verbs(section)

    @api.model
    def _get_desk_rank(self, section, query):
        # what somebody comes to fetch stands above what one waits for
        return SQL(
            "CASE WHEN %s = 'claimed' AND %s = %s THEN '-Infinity' ELSE %s END",
            self._field_to_sql(query.table, 'state', query), self._field_to_sql(query.table, 'giver_id', query),
            self.env.uid, super()._get_desk_rank(section, query))

    @api.model
    def _get_states(self):
        return {
            'offered': State(self.env._("Free"), OPEN, 'info', is_initial=True),
            'claimed': State(self.env._("Claimed"), OPEN, 'primary'),
            'handed_over': State(self.env._("Handed Over"), ENDED, 'success'),
            'taken_in': State(self.env._("In the Supply Room"), ENDED, 'success'),
            'withdrawn': State(self.env._("Withdrawn"), ENDED),
            'expired': State(self.env._("Expired"), ENDED),
        }

    @api.model
    def _get_transitions(self):
        return super()._get_transitions() | {
            'claim': (('offered',), 'claimed', USER),
            'release': (('claimed',), 'offered', USER),
            'give': (('claimed',), 'handed_over', CONCERNED),
            'take_in': (('offered',), 'taken_in', OFFICER),
            'withdraw': (('offered',), 'withdrawn', CONCERNED),
            'expire': (('offered',), 'expired', ENGINE),
        }

    @api.model
    def _get_verb_labels(self):
        return super()._get_verb_labels() | {
            'claim': self.env._("Take It"), 'release': self.env._("Let Go"), 'give': self.env._("Handed Over"),
            'take_in': self.env._("Into the Supply Room"), 'withdraw': self.env._("Withdraw"),
            'expire': self.env._("Expire")}

    @api.model
    def _get_create_only_fields(self):
        return super()._get_create_only_fields() | {'department_id'}

    @api.model
    def _get_draft_only_fields(self):
        return super()._get_draft_only_fields() | {
            'product_id', 'quantity', 'condition', 'place', 'until_date', 'note', 'image_1920'}

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {
            'giver_id', 'taker_id', 'taker_department_id', 'claim_datetime', 'end_datetime', 'move_id'}

    @api.model
    def _get_system_defaults(self, names):
        return super()._get_system_defaults(names) | {'giver_id': self.env.uid}
