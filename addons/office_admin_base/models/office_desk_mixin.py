from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

SECTIONS = ('decide', 'handed', 'confirm', 'deadlines', 'mine', 'queue')
"""The sections of My Office from top to bottom."""

MAX_COUNT = 100
"""Nobody counts further: the page shows “99+” from here on."""

AGAIN = 'again'
"""Beside the sections: the last document of the user, which they can ask for again."""


class OfficeDeskMixin(models.AbstractModel):
    """A document that comes to My Office: each model says by domains which of its records belong to which section."""
    _name = 'office.desk.mixin'
    _description = 'Document on My Office'

    @api.model
    def _get_desk_domains(self):
        """Hook: ``{section: Domain}`` of the records that belong there for the current user.

        The domains are of fields only, since the page opens lists with them. Record rules come on top.
        """
        return {}

    @api.model
    def _get_again_domain(self):
        """Hook: the domain of documents that the user can ask for again, of which the last one is offered."""
        return Domain.FALSE

    @api.model
    def _get_ask_method(self):
        """Hook: the name of the method, called on no records, that opens a new document; False: the empty form."""
        return False

    @api.model
    def _select_desk(self):
        """Return ``{section: (domain, SQL)}``, also for :data:`AGAIN`, see :meth:`_select_desk_section`.

        Record rules are left out: whoever uses it asks for the rights on what was found.
        """
        domains = self._get_desk_domains() | {AGAIN: self._get_again_domain()}
        return {section: (domain, select) for section, domain in domains.items()
                if (select := self._select_desk_section(section, domain, bypass_access=True))}

    @api.model
    def _select_desk_section(self, section, domain, bypass_access=False):
        """Return the SQL that selects ``id`` and ``rank`` of the first records, :meth:`_get_desk_limit` of them.

        :return: None if there can be none
        """
        # in the order of the page, for which there is an index: else a few are sought among very many
        query = self._search(
            domain, limit=self._get_desk_limit(section), order=self._get_desk_order(section),
            bypass_access=bypass_access)
        if query.is_empty():
            return None
        return query.select(
            SQL.identifier(query.table, 'id'), SQL("(%s)::float8 AS rank", self._get_desk_rank(section, query)))

    @api.model
    def _get_desk_limit(self, section):
        """How many records of a section are sought."""
        return 1 if section == AGAIN else MAX_COUNT

    def _prepare_desk_rows(self, section):
        """Hook: what the page shows of these records, see :meth:`_prepare_desk_row`, if they are for the user.

        :param str section: one of :data:`SECTIONS`
        """
        return [document._prepare_desk_row(section) for document in self]

    @api.model
    def _get_desk_order(self, section):
        """Hook: the order of a section, the most urgent first."""
        return 'id desc' if section in ('mine', AGAIN) else self._order

    @api.model
    def _get_desk_rank(self, section, query):
        """Hook: a number in SQL by which records of all models are sorted in a section, the smallest first."""
        if section == 'mine':  # the latest first
            return SQL("-EXTRACT(EPOCH FROM %s)", self._field_to_sql(query.table, 'create_date', query))
        return SQL("NULL")

    def _prepare_desk_row(self, section):
        """Hook: one line of My Office.

        :return: a dict: ``model`` and ``id`` of the record on which the ``buttons`` work; ``document``, its key on
            the page; ``name``; ``what`` it is about; ``state`` and its ``colour``; ``who`` comes
            next; when it is ``due`` and whether it ``is_late``, to which the page adds the ``promise`` in words;
            whether it ``is_first``, however late something else is; ``buttons``, see :meth:`_get_desk_buttons`; the
            ``action`` that opens it
        """
        self.ensure_one()
        state = self._get_desk_state()
        return {
            'model': self._name,
            'id': self.id,
            'document': self._get_desk_key(),
            'name': self.display_name,
            'what': '',
            'state': state and dict(self._fields['state']._description_selection(self.env)).get(state, ''),
            'colour': self._get_state_colour(state) if state else 'secondary',
            'who': self._get_desk_who() or '',
            'promise': '',
            'due': False,
            'is_late': False,
            'is_first': False,
            'buttons': self._get_desk_buttons(section),
            'action': {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id,
                       'views': [(self.get_formview_id(), 'form')]},
        }

    def _get_desk_key(self):
        return f'{self._name},{self.id}'

    def _get_desk_state(self):
        """Hook: the key of the state that the page shows; False for none."""
        return self.state if 'state' in self._fields else False

    @api.model
    def _get_state_colour(self, state):
        """Hook: Bootstrap's name of the colour of a state."""
        return 'secondary'

    def _get_desk_who(self):
        """Hook: who has to do something next, in words."""
        return ''

    def _get_desk_buttons(self, section):
        """Hook: ``[{'name': method, 'label': words, 'is_primary': bool}]``, what one may do from the page."""
        return []

    @api.model
    def _tell_desks(self, listeners):
        """Let the pages of ``listeners`` ask for what is new, once in a transaction; the message itself says nothing.

        :param listeners: users, or groups whose members are meant
        """
        told = self.env.cr.precommit.data.setdefault('office_desk_told', set())
        for listener in listeners.sudo():  # sudo: the partner of a colleague
            if (listener._name, listener.id) not in told:
                told.add((listener._name, listener.id))
                listener._bus_send('office.desk/changed', {})
