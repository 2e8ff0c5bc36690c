from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_list

ORIGINS = [
    ('superior', "Manager or head of department"),
    ('manager', "Manager"),
    ('head', "Head of department"),
    ('position', "By position"),
    ('users', "Named in the rule"),
    ('field', "Named in the document"),
    ('up', "Next one above"),
    ('fallback', "Nobody else can decide"),
    ('added', "Added by an approver"),
    ('absence', "While the approver is away"),
    ('late', "Since the time limit has passed"),
]


class OfficeApprovalAssignment(models.Model):
    """One person who may decide in one step: in his own right, or beside somebody who is away or late.

    A substitute needs no assignment: he acts for whoever has one, as long as his substitution lasts.
    """
    _name = 'office.approval.assignment'
    _description = 'Approver of a Step'
    _inherit = ['office.approval.record.mixin']
    _order = 'id'
    _rec_name = 'user_id'
    _log_access = False

    step_id = fields.Many2one('office.approval.step', required=True, readonly=True, index=True, ondelete='cascade')
    approval_id = fields.Many2one('office.approval', required=True, readonly=True, ondelete='cascade')
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', "Approver", required=True, readonly=True, ondelete='restrict')
    seat_id = fields.Many2one(
        'office.approval.assignment', "Beside", readonly=True, index='btree_not_null', ondelete='cascade',
        help="Whose decision it is, if not that of the approver in his own right.")
    origin = fields.Selection(ORIGINS, "Why", required=True, readonly=True)
    is_open = fields.Boolean(readonly=True, help="The step runs, and this person or who stands beside has not decided.")
    is_dropped = fields.Boolean(readonly=True, help="Could not decide any more when the step began or while it ran.")

    _open_idx = models.Index('(user_id) WHERE is_open')
    _user_idx = models.Index('(user_id, res_model, res_id)')
    _document_idx = models.Index('(res_model, res_id)')
    _approval_user_idx = models.Index('(approval_id, user_id)')

    @api.model
    def _get_acting_sql(self):
        """Return SQL of a table ``acting``: for whom the user may act now, in which company, and through whom.

        He himself is the first; substitutes of substitutes are found as well. ``res_model`` is NULL where it is for all
        documents; ``links`` are the people between him and the holder, and those who have named a substitute for
        somebody else: none of them may have to do with the document. Everybody has to be there, in that company; and
        nobody gets a right from what he has named himself for somebody else.
        """
        if not self._is_substitute():
            return SQL(
                """WITH acting AS (
                    SELECT rel.user_id AS holder_id, NULL::varchar AS res_model, ARRAY[]::integer[] AS links,
                           rel.cid AS company_id
                      FROM res_company_users_rel rel
                     WHERE rel.user_id = %s AND %s) """,
                self.env.uid, self.env['res.users']._get_working_sql(SQL("rel.user_id"), SQL("rel.cid")))
        now = fields.Datetime.now()
        return SQL(
            """WITH RECURSIVE chain(holder_id, res_model, people, links) AS (
                SELECT %(uid)s::integer, NULL::varchar, ARRAY[%(uid)s::integer], ARRAY[]::integer[]
                UNION
                SELECT substitution.user_id, COALESCE(substitution.res_model, chain.res_model),
                       chain.people || substitution.user_id,
                       CASE WHEN chain.holder_id = %(uid)s THEN chain.links ELSE chain.links || chain.holder_id END
                       || CASE WHEN substitution.create_uid = substitution.user_id THEN ARRAY[]::integer[]
                               ELSE ARRAY[substitution.create_uid] END
                  FROM chain
                  JOIN office_substitution substitution ON substitution.substitute_id = chain.holder_id
                 WHERE substitution.is_proposal IS NOT TRUE
                   AND substitution.start <= %(now)s AND substitution.stop > %(now)s
                   AND substitution.user_id <> ALL(chain.people)
                   AND (substitution.create_uid <> %(uid)s OR substitution.user_id = %(uid)s)
                   AND (substitution.res_model IS NULL OR chain.res_model IS NULL
                        OR substitution.res_model = chain.res_model)
            ), acting AS (
                SELECT chain.holder_id, chain.res_model, chain.links, company.cid AS company_id
                  FROM chain
                  JOIN res_company_users_rel company ON company.user_id = chain.holder_id
                 WHERE NOT EXISTS (
                    SELECT FROM unnest(chain.people) person
                     WHERE NOT %(works)s)
            ) """, uid=self.env.uid, now=now,
            works=self.env['res.users']._get_working_sql(SQL("person"), SQL("company.cid")))

    @api.model
    def _get_waiting_sql(self, column, condition):
        """Return SQL that selects ``column`` of the open assignments that the user may decide now.

        Not those of what he has asked for or gains from, nor of steps in which he has decided already.
        """
        self._flush_all()
        return SQL(
            """%(acting)s
            SELECT assignment.%(column)s
              FROM office_approval_assignment assignment
              JOIN acting ON acting.holder_id = assignment.user_id AND acting.company_id = assignment.company_id
                         AND (acting.res_model IS NULL OR acting.res_model = assignment.res_model)
             WHERE assignment.is_open AND %(condition)s
               AND NOT EXISTS (SELECT FROM office_approval_excluded_rel excluded
                                WHERE excluded.approval_id = assignment.approval_id
                                  AND (excluded.user_id = %(uid)s OR excluded.user_id = ANY(acting.links)))
               AND NOT EXISTS (SELECT FROM office_approval_decision decision
                                WHERE decision.step_id = assignment.step_id AND decision.user_id = %(uid)s
                                  AND decision.verb = 'approve')""",
            acting=self._get_acting_sql(), column=SQL.identifier(column), uid=self.env.uid, condition=condition)

    @api.model
    def _get_waiting_ids(self, column, condition):
        """Return the values of ``column`` that :meth:`_get_waiting_sql` selects."""
        return {value for value, in self.env.execute_query(self._get_waiting_sql(column, condition))}

    @api.model
    def _is_substitute(self):
        """Say whether somebody may have named the user as his substitute for now: of most people nobody has.

        What follows from substitutions need not even be planned for them, which takes longer than to look.
        """
        now = fields.Datetime.now()
        user_sudo = self.env.user.sudo()  # sudo: whoever may see it or not, it decides whether more has to be asked
        if not user_sudo.substitute_until or user_sudo.substitute_until <= now:
            return False
        return any(substitution.start <= now < substitution.stop for substitution in user_sudo.substitution_ids)

    @api.model
    def _get_acts_for_others_sql(self):
        """Return the SQL condition that the user may act now for whoever has an ``assignment``."""
        return SQL(
            """EXISTS (
                %s SELECT FROM acting WHERE acting.holder_id = assignment.user_id
                   AND acting.company_id = assignment.company_id
                   AND (acting.res_model IS NULL OR acting.res_model = assignment.res_model)
                   AND NOT EXISTS (
                        SELECT FROM office_approval_excluded_rel excluded
                         WHERE excluded.approval_id = assignment.approval_id
                           AND excluded.user_id = ANY(acting.links)))""", self._get_acting_sql())

    @api.model
    def _get_model_condition(self, model):
        """Return the SQL condition for documents of ``model``, or for all if it is None."""
        return SQL("assignment.res_model = %s", model) if model else SQL("TRUE")

    @api.model
    def _flush_all(self):
        for model in ('office.approval', 'office.approval.assignment', 'office.approval.decision',
                      'office.substitution'):
            self.env[model].flush_model()

    def _close(self):
        """The decision of this person has been taken, by whomever."""
        seat = self.seat_id or self
        seat.step_id.assignment_ids.filtered(
            lambda one: one.is_open and (one.seat_id or one) == seat)._write_as_system({'is_open': False})

    def _get_words(self, away, substitutes, deciders):
        origins = dict(self._fields['origin']._description_selection(self.env))
        standing_in = self.env['office.substitution']._get_standing_in(
            substitutes, self.user_id, self.approval_id.excluded_user_ids) & deciders
        return {
            'id': self.user_id.id,
            'name': self.user_id.name,
            'why': origins[self.origin] if self.origin in ('up', 'fallback', 'absence', 'late', 'added') else False,
            'is_away': self.user_id in away,
            'substitutes': format_list(self.env, standing_in.mapped('name'), 'or') if standing_in else False,
        }

    @api.model
    def _get_concerned_domain(self, column, model=None):
        """Return the domain of records that the user may read as an approver, now or once.

        Approvals that were taken or sent back give no right: what is a draft again is private again.

        :param str column: which column has the id of the record: ``approval_id``, or ``res_id`` of documents
        :param str model: of the documents
        """
        self._flush_all()
        may_act_for_others = self._is_substitute()

        def to_sql(_records, alias, _query):
            approval = SQL.identifier('approval' if model else alias)
            # asked for each record that is looked at and not collected beforehand: there may be very many past ones
            return SQL(
                """(EXISTS (SELECT FROM office_approval_assignment assignment %(join)s
                             WHERE assignment.%(column)s = %(id)s AND %(condition)s
                               AND %(approval)s.is_disclosed AND assignment.is_dropped IS NOT TRUE
                               AND (assignment.user_id = %(uid)s %(or_for_others)s))
                 OR EXISTS (SELECT FROM office_approval_decision assignment %(join)s
                             WHERE assignment.%(column)s = %(id)s AND %(condition)s
                               AND %(approval)s.is_disclosed AND assignment.user_id = %(uid)s))""",
                column=SQL.identifier(column), id=SQL.identifier(alias, 'id'), uid=self.env.uid,
                condition=self._get_model_condition(model), approval=approval,
                or_for_others=SQL(
                    "OR %s.state = 'submitted' AND %s", approval, self._get_acts_for_others_sql()
                ) if may_act_for_others else SQL(),
                join=SQL("JOIN office_approval approval ON approval.id = assignment.approval_id") if model else SQL())

        return Domain.custom(to_sql=to_sql)
