from collections import deque

from odoo import models


class ResGroups(models.Model):
    _inherit = 'res.groups'

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
