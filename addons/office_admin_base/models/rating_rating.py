from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class RatingRating(models.Model):
    """Ratings of office documents: given once when they are confirmed, never changed, and read with their document.

    Odoo lets every employee read, make and change all ratings, and whoever knows a token.
    """
    _name = 'rating.rating'
    _inherit = ['rating.rating', 'office.system.mixin']

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_not_by_hand()
        ratings._check_of_document()
        return ratings

    def write(self, vals):
        self._check_not_by_hand()
        result = super().write(vals)
        self._check_not_by_hand()
        self._check_of_document()
        return result

    def unlink(self):
        self._check_not_by_hand()
        return super().unlink()

    @api.model
    def _append(self, document, rating, comment):
        """Record what the current user thinks of the service for ``document``.

        :param int rating: 1 to 5
        """
        rating_sudo = self._create_as_system([{
            'res_model_id': self.env['ir.model']._get_id(document._name),
            'res_id': document.id,
            'is_internal': True,
            'partner_id': self.env.user.partner_id.id,
            'rated_partner_id': document._get_accountable_users()[:1].partner_id.id,
            'access_token': False,  # nobody rates or looks at it by a link
        }])
        rating_sudo.flush_recordset()  # the document reads its last rating from the database, by the model's name
        rating_sudo._write_as_system({'rating': rating, 'feedback': comment, 'consumed': True})
        return rating_sudo

    def _check_not_by_hand(self):
        """:raise UserError: one of these is of an office document, and not our code but somebody touches it"""
        if self._is_as_system():
            return
        for rating_sudo in self.sudo():
            if any(self._is_office_model(name) for name in (
                    rating_sudo.res_model, rating_sudo.parent_res_model, rating_sudo.message_id.model)):
                raise UserError(self.env._(
                    "Office documents are rated when they are confirmed, by those for whom they are. A rating stays as "
                    "it was given."))

    def _check_of_document(self):
        """:raise UserError: somebody leaves open what one of these is about"""
        if not self.env.su and not all(self.mapped('res_model')):
            raise UserError(self.env._("A rating is of a document: say of which one."))

    @api.model
    def _is_office_model(self, name):
        return bool(name) and (name.startswith('office.') or name in self._get_closing_models())

    @api.model
    def _get_closing_models(self):
        names = self.env.registry.descendants(['office.closing.mixin'], '_inherit')
        return [name for name in sorted(names) if not self.env[name]._abstract]

    def _search_is_document_cleared(self, operator, value):
        domain = super()._search_is_document_cleared(operator, value)
        if domain is NotImplemented:
            return domain
        for name in self._get_closing_models():
            documents = self.env[name].sudo(False).with_context(active_test=False)
            readable = documents._search([]) if documents.has_access('read') else []
            domain &= Domain('res_model', '!=', name) | Domain('res_id', 'in', readable)
        return domain

    def _filter_uncleared(self):
        hidden = super()._filter_uncleared()
        beside = self.filtered(lambda rating: rating.res_model in self._get_closing_models())
        for name, ratings in beside.grouped('res_model').items():
            readable = set(self.env[name].sudo(False).browse(ratings.mapped('res_id'))._filtered_access('read')._ids)
            hidden |= ratings.filtered(lambda rating, ids=readable: rating.res_id not in ids)
        return hidden
