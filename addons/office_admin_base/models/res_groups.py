from collections import deque

from odoo import api, models
from odoo.fields import Command


class ResGroups(models.Model):
    _inherit = 'res.groups'

    @api.model
    def _load_app_groups(self, module, name, sequence):
        """Make the groups of an app: user, officer and manager, each of whom is the one before, too, and auditor.

        Its data call it first of all: ``<function model="res.groups" name="_load_app_groups" eval="[…]"/>``. Every
        employee is a user, and the positions imply the rest; a link that an administrator has taken away stays away. An
        app whose groups have words of their own writes them down as records.

        :param str module: technical name of the app
        :param str name: the app in the words of its people
        :param int sequence: where it stands among the apps
        """
        words = self.env(context={})  # terms, which are translated with the module
        app = module.removeprefix('office_admin_')
        category = self.env.ref('office_admin_base.module_category_office')
        serving, auditing = self.env['res.groups.privilege']._load_records([
            {'xml_id': f'{module}.privilege_office_{app}', 'values': {
                'name': name, 'sequence': sequence, 'category_id': category.id}},
            {'xml_id': f'{module}.privilege_office_{app}_audit', 'values': {
                'name': f"{name} Audit", 'sequence': sequence + 1, 'category_id': category.id}},
        ])
        for place, (role, title, privilege, lower, holder) in enumerate((
                ('user', words._("User: Ask"), serving, None, 'base.group_user'),
                ('officer', words._("Officer: Serve"), serving, 'user', 'office_admin_base.position_officer'),
                ('manager', words._("Manager: Set up"), serving, 'officer', 'office_admin_base.position_manager'),
                ('auditor', words._("Auditor: Read all"), auditing, 'user', 'office_admin_base.position_auditor')), 1):
            xml_id = f'{module}.group_{role}'
            is_new = not self.env.ref(xml_id, raise_if_not_found=False)
            group = self._load_records([{'xml_id': xml_id, 'values': {
                'name': title, 'sequence': 10 * place, 'privilege_id': privilege.id,
                'implied_ids': [Command.link(self.env.ref(f'{module}.group_{lower}').id)] if lower else [],
            }}])
            if is_new:
                self.env.ref(holder).implied_ids = [Command.link(group.id)]

    def _get_role_label(self):
        """Name the group for people to read; a position is a privilege with a single group, known by its privilege."""
        self.ensure_one()
        group_sudo = self.sudo()  # sudo: names of rights are no secret
        privilege = group_sudo.privilege_id
        return privilege.name if privilege and len(privilege.group_ids) == 1 else group_sudo.full_name

    def _get_people(self, company):
        """Return the people who work in ``company`` and hold one of these groups, also by a wider one."""
        # sudo: who has which right is not for everybody; callers check to whom they show it
        return self.sudo().all_user_ids._filtered_working(company)

    def _get_chain(self, user):
        """Return the groups by which ``user`` holds this one: first the one that he was given, this one last.

        :return: groups in this order, the shortest such chain; none if he does not hold it
        """
        self.ensure_one()
        target, none = self.sudo(), self.sudo().browse()  # sudo: who has which right is not for everybody
        through = dict.fromkeys(user.sudo().group_ids, none)
        waiting = deque(through)
        while waiting and target not in through:
            group = waiting.popleft()
            for implied in group.implied_ids - none.concat(*through):
                through[implied] = group
                waiting.append(implied)
        chain = []
        group = target if target in through else none
        while group:
            chain.insert(0, group)
            group = through[group]
        return none.concat(*chain)
