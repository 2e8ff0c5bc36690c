from odoo.http import Controller, request, route

from odoo.addons.mail.controllers.mail import MailController


class OfficeLabelController(Controller):
    """What a phone opens that reads a label."""

    @route('/office/l/<string:token>', type='http', auth='user', readonly=True, sitemap=False)
    def open_label(self, token, through=None):
        """Open the thing on which the label sticks, for whoever may read it.

        A label of another company, of what is secret, of what is gone, and of nothing at all get the same answer.

        :param str through: anything, once the reader was told that the thing is not in use any more
        """
        thing = request.env['office.label']._find_thing(token)
        if not thing:
            return self._show('office_admin_label.page_nothing', status=404)
        notice = thing._get_label_notice()
        if notice and not through:
            return self._show('office_admin_label.page_notice', thing=thing, notice=notice, token=token)
        # Odoo's way to a record also changes to its company
        return MailController._redirect_to_record(thing._name, thing.id)

    def _show(self, template, status=200, **values):
        response = request.render(template, values, status=status)
        response.headers['Cache-Control'] = 'no-store'
        return response
