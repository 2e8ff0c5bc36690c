from .common import ApprovalMixin


class RightsMixin(ApprovalMixin):

    def _get_rights(self, user=None, **context):
        return self.env['office.rights'].with_user(user or self.manager).with_context(
            allowed_company_ids=self.company.ids, **context)
