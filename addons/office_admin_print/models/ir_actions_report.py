import io

from odoo import fields, models
from odoo.exceptions import UserError


class IrActionsReport(models.Model):
    """A report may be of exact size: its template is a whole page of HTML that says its own ``@page``."""
    _inherit = 'ir.actions.report'

    is_exact = fields.Boolean(
        "Exact Size",
        help="Printed by WeasyPrint, as large as the style of its template says. The paper format, the header and the "
             "footer of other reports are not used, and nothing is loaded but fonts of modules.")

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {'is_exact'}

    def report_action(self, docids, data=None, config=True):
        if not self.is_exact:
            return super().report_action(docids, data, config)
        # nobody is asked to choose a layout that is not used
        return super().report_action(docids, data, config=False) | {'is_exact': True}

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report_sudo = self._get_report(report_ref)
        if not report_sudo.is_exact:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        if not res_ids or len(set(res_ids)) != len(res_ids):
            return {False: {'stream': self._render_exact(report_ref, res_ids, data), 'attachment': None}}
        return {
            record.id: self._get_exact_stream(report_sudo, record, data)
            for record in self.env[report_sudo.model].browse(res_ids)}

    def _get_exact_stream(self, report_sudo, record, data):
        """Return ``{'stream', 'attachment'}`` of one record: what was kept of it, or else what is printed now."""
        kept = None
        if report_sudo.attachment and not self.env.context.get('report_pdf_no_attachment'):
            kept = report_sudo.retrieve_attachment(record)
        is_used = kept and report_sudo.attachment_use
        stream = io.BytesIO(kept.raw) if is_used else self._render_exact(report_sudo, record.ids, data)
        return {'stream': stream, 'attachment': kept}

    def _render_exact(self, report_ref, res_ids, data):
        """Return the PDF of these records as a stream.

        :raise UserError: WeasyPrint, or a library on which it stands, is not installed
        """
        html, _type = self._render_qweb_html(report_ref, res_ids, data=data)
        return io.BytesIO(self._get_exact_printer()(html))

    def _get_exact_printer(self):
        try:
            # not before something is printed: it takes half a second and 60 MB of each process
            from ..exact_print import make_pdf
        except (ImportError, OSError) as error:  # the package, or the libraries that it opens
            raise UserError(self.env._(
                "This is printed by WeasyPrint, which is missing on the server. An administrator installs the Python "
                "package weasyprint and the library Pango, and restarts Odoo.")) from error
        return make_pdf
