"""A plain model of visits, as somebody would write it for one office: the same fields and buttons, nothing of ours."""
from pathlib import Path
from tempfile import TemporaryDirectory

from bench._addon import load, write_addon


def install(env):
    """Make its add-on in a temporary folder and install it."""
    with TemporaryDirectory() as folder:
        write_addon(Path(folder, 'bench_visits'), ['hr'], PLAIN, {'rule.xml': RULE}, more='')
        load(env, folder, ['bench_visits'])
        env.cr.commit()
        env.transaction.reset()


PLAIN = """
class BenchVisit(models.Model):
    _name = 'bench.visit'
    _description = 'Visit'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'begin_datetime desc, id desc'

    name = fields.Char()
    state = fields.Selection([(state, state) for state in ('expected', 'arrived', 'inside', 'left')], required=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    employee_id = fields.Many2one('hr.employee', index=True)
    place_id = fields.Many2one('hr.work.location', index=True)
    purpose_id = fields.Many2one('hr.department', index=True)
    room = fields.Char()
    begin_datetime = fields.Datetime(index=True)
    end_datetime = fields.Datetime()
    arrive_datetime = fields.Datetime()
    leave_datetime = fields.Datetime()
    guest_ids = fields.One2many('bench.visit.guest', 'visit_id')
    guest_summary = fields.Char(compute='_compute_guest_summary')
    call_ids = fields.One2many('bench.visit.call', 'visit_id')
    area_ids = fields.Many2many('bench.visit.area')
    needs_escort = fields.Boolean(compute='_compute_needs_escort')
    due_datetime = fields.Datetime()
    deadline_status = fields.Char(compute='_compute_deadline_status')
    card_verbs = fields.Json(compute='_compute_card_verbs')

    _open_idx = models.Index("(company_id, begin_datetime) WHERE state IN ('expected', 'arrived', 'inside', 'out')")

    def _compute_guest_summary(self):
        for visit in self:
            first = visit.guest_ids.filtered('is_leader')[:1] or visit.guest_ids[:1]
            count = len(visit.guest_ids)
            visit.guest_summary = f'{first.display_name} and {count - 1} more' if count > 1 else first.display_name

    def _compute_needs_escort(self):
        for visit in self:
            visit.needs_escort = any(visit.area_ids.mapped('is_escorted'))

    def _compute_deadline_status(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.deadline_status = visit.due_datetime and ('late' if visit.due_datetime < now else 'on_time')

    def _compute_card_verbs(self):
        is_desk = self.env.user.has_group('hr.group_hr_user')
        for visit in self:
            may = is_desk or self.env.user in visit.employee_id.sudo().user_id | visit.call_ids.user_id
            verbs = {'expected': ['arrive'], 'arrived': ['receive', 'leave'], 'inside': ['leave']}
            visit.card_verbs = verbs.get(visit.state, []) if may else []
""", """
class BenchVisitGuest(models.Model):
    _name = 'bench.visit.guest'
    _description = 'Guest'

    visit_id = fields.Many2one('bench.visit', required=True, index=True, ondelete='cascade')
    name = fields.Char(required=True, index='trigram')
    organisation = fields.Char(index='trigram')
    email = fields.Char()
    is_leader = fields.Boolean()

    def _compute_display_name(self):
        for guest in self:
            guest.display_name = f'{guest.name} ({guest.organisation})' if guest.organisation else guest.name
""", """
class BenchVisitCall(models.Model):
    _name = 'bench.visit.call'
    _description = 'Call'

    visit_id = fields.Many2one('bench.visit', required=True, index=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', index=True)
""", """
class BenchVisitArea(models.Model):
    _name = 'bench.visit.area'
    _description = 'Area'

    name = fields.Char()
    is_escorted = fields.Boolean()
""", """
class BenchVisitEntry(models.Model):
    _name = 'bench.visit.entry'
    _description = 'Kiosk Entry'

    name = fields.Char()
    organisation = fields.Char()
    company_id = fields.Many2one('res.company', default=lambda self: self.env.company)
    reason = fields.Char()
    enter_datetime = fields.Datetime(index=True)
"""
RULE = """<odoo>
    <record id="rule" model="ir.rule">
        <field name="name">Companies of the user</field>
        <field name="model_id" ref="model_bench_visit"/>
        <field name="domain_force">[('company_id', 'in', company_ids)]</field>
    </record>
</odoo>"""
