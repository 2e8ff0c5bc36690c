from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.office_rights import OPERATIONS, READERS

COLOURS = {'yes': 'success', 'no': 'danger', 'depends': 'warning'}


class OfficeRightsExplain(models.TransientModel):
    """The question whether a person may do something, and the answer: for oneself, or for those who set rights up."""
    _name = 'office.rights.explain'
    _description = 'Why Can a User Do That'

    user_id = fields.Many2one(
        'res.users', "Who", required=True, default=lambda self: self.env.user, domain=[('share', '=', False)])
    can_choose_user = fields.Boolean("Can Ask About Others", compute='_compute_can_choose_user')
    res_model = fields.Selection(
        '_selection_res_model', "Documents", required=True, default=lambda self: self._default_res_model())
    question = fields.Selection('_selection_question', "Does What", required=True, default='read')
    question_names = fields.Json("Questions", compute='_compute_question_names')
    res_id = fields.Many2oneReference(
        "Document", model_field='res_model', help="Empty: in general. You can choose what you may see yourself.")
    answer = fields.Html(readonly=True)

    @api.model
    def _default_res_model(self):
        """The first kind of document of our own that the user can make, else of our own, then those of Odoo's apps."""
        names = [name for name, _label in self._selection_res_model()]
        return min(names, key=lambda name: (
            not name.startswith('office.'), not self.env[name].has_access('create')), default=False)

    @api.model
    def _selection_res_model(self):
        rights = self.env['office.rights']
        return [(name, rights._get_document_label(name)) for name in rights._get_document_models()]

    @api.model
    def _selection_question(self):
        """All questions of all documents; a step is called ``<model>:<verb>``, since labels differ."""
        rights = self.env['office.rights']
        labels = [
            self.env._("See it"), self.env._("Make one"), self.env._("Change it"), self.env._("Delete it")]
        steps = [
            (f'{name}:{verb}', self.env._("Step: %(step)s", step=label))
            for name in rights._get_document_models()
            for verb, label in rights._get_document_verbs(name).items()]
        return [*zip(OPERATIONS, labels, strict=True), *steps]

    @api.depends_context('lang', 'uid')
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._("Why Can a User Do That") if one.can_choose_user else self.env._(
                "Why Can I Do That?")

    @api.depends_context('uid')
    def _compute_can_choose_user(self):
        self.can_choose_user = any(self.env.user.has_group(group) for group in READERS)

    @api.depends('res_model')
    def _compute_question_names(self):
        names = [name for name, _label in self._selection_question()]
        for one in self:
            one.question_names = [
                name for name in names if ':' not in name or name.split(':')[0] == one.res_model]

    @api.onchange('res_model')
    def _onchange_res_model(self):
        self.res_id = False
        if ':' in (self.question or ''):
            self.question = 'read'

    @api.onchange('user_id', 'res_model', 'question', 'res_id')
    def _onchange_question(self):
        self.answer = False

    def action_ask(self):
        """Write the answer; who asks may read only his own questions."""
        self.ensure_one()
        model, _colon, verb = self.question.rpartition(':')
        if model and model != self.res_model:
            raise UserError(self.env._("Choose a step of these documents."))
        result = self.env['office.rights']._explain(self.user_id, self.res_model, verb, self.res_id)
        self.answer = self.env['ir.qweb']._render('office_admin_base.rights_answer', {
            **result, 'headline': self._get_headline(result['verdict']), 'colour': COLOURS[result['verdict']]})

    def _get_headline(self, verdict):
        user = self.user_id.sudo().name  # sudo: names of colleagues
        match verdict:
            case 'yes':
                return self.env._("Yes, %(user)s can.", user=user)
            case 'no':
                return self.env._("No, %(user)s cannot.", user=user)
        return self.env._("It depends on the document.")
