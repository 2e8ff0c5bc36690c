from odoo.addons.office_admin_approval.tests.common import RULE, ApprovalCase, ApprovalOfficeMixin  # noqa: F401
from odoo.addons.office_admin_supplies.tests.common import OfficeSupplyMixin
from odoo.addons.office_admin_test.tests.common import APPROVE, DECIDE, SUBSTITUTION  # noqa: F401


class ApprovalMixin(ApprovalOfficeMixin, OfficeSupplyMixin):
    """Approvals of supply requests, of which one sheet of paper costs 10."""

    @classmethod
    def _set_up_office(cls, name="Paper Street"):
        super()._set_up_office(name)
        cls.paper.with_company(cls.company).standard_price = 10


class ApprovalCommon(ApprovalMixin, ApprovalCase):
    pass
