from odoo import models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class Base(models.AbstractModel):
    """What may not be deleted stays, whatever a remote call writes into its context.

    Odoo leaves out ``ondelete(at_uninstall=False)`` where the context says that a module is being uninstalled. It
    uninstalls as superuser; a user who says so would delete done moves, confirmed orders and the like.
    """
    _inherit = 'base'

    def unlink(self):
        if not self.env.su and self.env.context.get(MODULE_UNINSTALL_FLAG):
            self = self.with_context(**{MODULE_UNINSTALL_FLAG: False})
        return super().unlink()
