from odoo import api, fields, models
from odoo.tools import SQL


class ResUsers(models.Model):
    """Who works where, and who is sworn to secrecy."""
    _inherit = 'res.users'

    undertaking_ids = fields.One2many(
        'office.secrecy.undertaking', 'user_id', "Secrecy Undertakings", groups=fields.NO_ACCESS)
    # read with the user himself, so that nothing has to be looked up for the many who have signed nothing
    sworn_until = fields.Datetime(compute='_compute_sworn_until', store=True, groups=fields.NO_ACCESS)
    left_company_ids = fields.Many2many(
        'res.company', string="Has Left", compute='_compute_left_company_ids', compute_sudo=True,
        groups=fields.NO_ACCESS)

    @api.depends('undertaking_ids.end_datetime', 'undertaking_ids.sign_datetime', 'undertaking_ids.revoke_datetime')
    def _compute_sworn_until(self):
        for user in self:
            lasting = user.undertaking_ids.filtered(lambda one: one.sign_datetime and not one.revoke_datetime)
            user.sworn_until = max(lasting.mapped('end_datetime'), default=False)

    @api.depends('company_ids', 'employee_ids.active', 'employee_ids.company_id', 'employee_ids.user_id')
    def _compute_left_company_ids(self):
        employees = self.env['hr.employee'].with_context(active_test=False).search_fetch(
            [('user_id', 'in', self.ids)], ['user_id', 'company_id', 'active']).grouped('user_id')
        for user in self:
            own = employees.get(user._origin, self.env['hr.employee'])
            there = own.filtered('active')
            left = own.company_id - there.company_id
            # who works nowhere any more has left the companies, too, in which he was never employed
            user.left_company_ids = left | user.company_ids if own and not there else left

    def _filtered_working(self, companies):
        """Return those of these users who work in one of ``companies`` now; the one place that decides it.

        Active employees of the system, allowed there, and still there as people: a departure in Employees archives
        the employee, and the user may stay active, for another company or forgotten. :meth:`_get_working_sql` is the
        same in SQL.

        :param companies: none for any company
        """
        def is_working(user_sudo):
            there = user_sudo.company_ids - user_sudo.left_company_ids
            return user_sudo.active and not user_sudo.share and bool(there & companies if companies else there)

        return self.sudo().filtered(is_working).with_env(self.env)  # sudo: where a colleague works

    @api.model
    def _get_working_sql(self, user_id, company_id):
        """Return the SQL condition that a user works in a company now, see :meth:`_filtered_working`.

        :param SQL user_id: the id of the user
        :param SQL company_id: the id of the company
        """
        self.flush_model(['active', 'share', 'company_ids'])
        self.env['hr.employee'].flush_model(['active', 'user_id', 'company_id'])
        return SQL(
            """(EXISTS (SELECT FROM res_users member
                          JOIN res_company_users_rel allowed ON allowed.user_id = member.id
                         WHERE member.id = %(user)s AND member.active AND member.share IS NOT TRUE
                           AND allowed.cid = %(company)s)
                AND NOT EXISTS (
                    SELECT FROM hr_employee gone
                     WHERE gone.user_id = %(user)s AND gone.active IS NOT TRUE
                       AND NOT EXISTS (
                            SELECT FROM hr_employee there
                             WHERE there.user_id = %(user)s AND there.active
                               AND (there.company_id = %(company)s OR gone.company_id <> %(company)s))))""",
            user=user_id, company=company_id)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'active', 'group_ids', 'company_ids'}:
            self._after_standing_changed()
        return result

    def _after_standing_changed(self):
        """Hook: these users may have left a company, come back, or got or lost rights; what waits for them goes on."""
        # sudo: whoever archives people need not be the one who issues undertakings
        lasting_sudo = self.env['office.secrecy.undertaking'].sudo().search(
            [('user_id', 'in', self.ids), ('status', 'in', ('to_sign', 'valid'))])
        lasting_sudo.filtered(
            lambda one: not one.user_id.active or one.company_id in one.user_id.left_company_ids
        )._withdraw(self.env._("Has left"))
        self.env['office.hand.over.mixin']._release_from(self)

    def _get_sworn_companies(self):
        """Return ``{restricted level: companies}`` for which the user holds a valid undertaking now."""
        self.ensure_one()
        now = fields.Datetime.now()  # and not the status, which may have been read some time ago
        user_sudo = self.sudo()  # sudo: it is their own, or asked for by our rules
        if not user_sudo.sworn_until or user_sudo.sworn_until <= now:
            user_sudo = self.browse()
        valid = user_sudo.undertaking_ids.filtered(lambda undertaking: (
            undertaking.sign_datetime and not undertaking.revoke_datetime
            and undertaking.sign_datetime <= now < undertaking.end_datetime))
        return {
            'confidential': valid.company_id,  # what clears for secret does for confidential, too
            'secret': valid.filtered(lambda undertaking: undertaking.level == 'secret').company_id,
        }
