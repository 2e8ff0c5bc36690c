from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from odoo.addons.web.controllers.home import Home


class OfficeHome(Home):
    """Odoo lets its administrators become the superuser, whom no rule holds: secrets would be one click away."""

    @route()
    def switch_to_admin(self):
        raise Forbidden(request.env._(
            "Nobody becomes the superuser here: the superuser would read what is secret. Use your own rights."))
