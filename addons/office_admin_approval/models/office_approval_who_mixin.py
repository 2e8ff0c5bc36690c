from odoo import fields, models
from odoo.tools import format_list

WHO = [
    ('superior', "Manager or Head of Department"),
    ('manager', "Manager"),
    ('head', "Head of Department"),
    ('position', "Position"),
    ('users', "Named People"),
    ('field', "Person in the Document"),
]
QUORUM = [('one', "One of Them"), ('all', "All of Them"), ('number', "Several of Them")]


class OfficeApprovalWhoMixin(models.AbstractModel):
    """Who decides in a step of an approval, how many of them, and within which time."""
    _name = 'office.approval.who.mixin'
    _description = 'Who Approves'

    sequence = fields.Integer(default=10)
    who = fields.Selection(WHO, "Who Approves", required=True, default='superior')
    group_id = fields.Many2one('res.groups', "Position or Group", ondelete='set null')
    user_field = fields.Char(
        "Field", help="Technical name of the field of the document that holds the person, for example user_id.")
    quorum = fields.Selection(QUORUM, "How Many", required=True, default='one')
    quorum_count = fields.Integer("Number", default=2)
    hours = fields.Float(
        "Time Limit (working hours)",
        help="After this time the people above who has to decide are told and may decide as well. 0 for no limit.")

    def _get_who_label(self, people=None):
        """Name who decides, for people to read: “Head of Department”, “Administrative Manager”, “Anna or Bo”.

        :param people: users, for steps in which they are named
        """
        self.ensure_one()
        match self.who:
            case 'position' if self.group_id:
                return self.group_id._get_role_label()
            case 'users' if people:
                return format_list(self.env, people.mapped('name'), 'or' if self.quorum == 'one' else 'standard')
            case 'field' if (model := self._get_who_model()) is not None and self.user_field in model._fields:
                return model._fields[self.user_field]._description_string(self.env)
        return dict(self._fields['who']._description_selection(self.env))[self.who]

    def _get_quorum_label(self):
        """Say how many have to agree if it is not one: “all”, “2 of them”."""
        match self.quorum:
            case 'all':
                return self.env._("all of them")
            case 'number':
                return self.env._("%(count)s of them", count=self.quorum_count)
        return ''

    def _get_who_model(self):
        """Hook: the model of the documents, or None if it is not installed any more."""
        return None
