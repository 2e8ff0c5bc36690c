from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.office_admin_base.models.office_workflow_verbs import ENGINE


class OfficeChecklistTemplate(models.Model):
    """What has to be done each time, for a day or for a document: the managers of an app write it down once.

    An app adds its technical name to ``app`` and calls :meth:`_start`; what comes back every day is made at night.
    """
    _name = 'office.checklist.template'
    _description = 'Checklist Template'
    _inherit = ['office.checklist.role.mixin', 'office.schedule.mixin']
    _order = 'sequence, name, id'
    _schedule_cron = 'office_admin_checklist.ir_cron_checklist'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    app = fields.Selection([], required=True, help="Its officers do what is on the list, its managers change it.")
    line_ids = fields.One2many('office.checklist.template.line', 'template_id', "Tasks", copy=True)
    rhythm = fields.Selection(
        selection_add=[('never', "When Somebody Starts It"), ('daily', "Every Working Day"), ('weekly',), ('monthly',)],
        ondelete={'never': 'set monthly', 'daily': 'set monthly'}, string="Begins", default='never')
    next_date = fields.Date(required=False)
    checklist_count = fields.Integer(compute='_compute_checklist_count')

    def _compute_checklist_count(self):
        counts = dict(self.env['office.checklist']._read_group(
            [('template_id', 'in', self.ids)], ['template_id'], ['__count']))
        for template in self:
            template.checklist_count = counts.get(template, 0)

    def unlink(self):
        self.check_access('unlink')  # so that no refusal names a template that the user may not see
        # sudo: also lists that the user may not see
        used = self.env['office.checklist'].sudo().search([('template_id', 'in', self.ids)]).template_id
        if used:
            raise UserError(self.env._(
                "%(templates)s cannot be deleted, since lists were made from it. Archive it instead.",
                templates=', '.join(used.mapped('name'))))
        return super().unlink()

    def action_start(self):
        """Begin a list for today, and open it."""
        self.ensure_one()
        self.check_access('read')
        if not self.is_officer:
            raise AccessError(self.env._(
                "%(template)s is begun by “%(right)s”. An administrator can give you that right.", template=self.name,
                right=self._get_app_group('officer').full_name))
        return self._start(self.company_id._get_office_today())._get_form_action()

    def action_open_checklists(self):
        action = self.env['ir.actions.act_window']._for_xml_id('office_admin_checklist.office_checklist_action')
        return action | {'domain': [('template_id', 'in', self.ids)], 'context': {}}

    def _start(self, date, person=None, document=None, name=None):
        """Make a list from this template; the caller has checked who begins it.

        :param date date: from which the tasks are counted; on which those are due that say a time of the day
        :param person: the user whom tasks for the person of the document mean
        :param document: the record for which it is; a list is hidden with a document that has a secrecy level
        :param str name: what the list is called, if not as the template
        :return: the list
        :raise UserError: nothing is on the template, or nobody works, so that working days cannot be counted
        """
        self.ensure_one()
        # sudo: who begins a list need not read its template; its words stay, so they are in the language of the office
        template_sudo = self.sudo()
        template_sudo = template_sudo.with_context(lang=template_sudo.company_id.partner_id.lang or self.env.lang)
        if not template_sudo.line_ids:
            raise UserError(self.env._(
                "%(template)s: nothing is on it yet. Let a manager add the tasks first.", template=template_sudo.name))
        checklist_sudo = self.env['office.checklist']._create_as_system([{
            'name': name or template_sudo.name,
            'template_id': self.id,
            'company_id': template_sudo.company_id.id,
            'date': date,
            'person_id': person.id if person else False,
            'res_model': document._name if document else False,
            'res_id': document.id if document else False,
        }])
        tasks = self.env['office.checklist.task']._create_as_system([
            line._prepare_task_values(checklist_sudo) for line in template_sudo.line_ids])
        for task, line in zip(tasks, template_sudo.line_ids, strict=True):
            task._promise(line)
        tasks._tell_owners()
        return checklist_sudo.with_env(self.env)

    # What comes back by itself

    def _get_date_from(self, date):
        match self.rhythm:
            case 'never':
                return False
            case 'daily':
                return (self.company_id or self.env.company)._get_office_workday(date)
        return super()._get_date_from(date)

    def _do_scheduled(self):
        today = self.company_id._get_office_today()
        lists = self.env['office.checklist'].search([('template_id', '=', self.id), ('res_model', '=', False)])
        now = fields.Datetime.now()
        lists.filtered(lambda one: one.state == 'open' and one.date < today and all(
            task.due_datetime < now for task in one._get_unfinished()))._transition('miss', by=ENGINE)
        if not lists.filtered(lambda one: one.date == today):  # somebody may have begun it by hand
            self._start(today)

    def _remove_app(self):
        """Delete these templates and all their lists, since their app is uninstalled: for ``ondelete`` in ``app``."""
        lists = self.env['office.checklist'].search([('template_id', 'in', self.ids)])
        lists.task_ids._unlink_as_system()
        lists._unlink_as_system()
        self.unlink()
