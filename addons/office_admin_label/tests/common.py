from odoo.addons.office_admin_test.tests.office import OfficeMixin


class LabelMixin(OfficeMixin):
    """Paper Street with a few things that have a code."""
    is_kept = False

    @classmethod
    def _make_office(cls):
        cls.chair, cls.desk = cls._create_things(
            {'name': "Office Chair", 'code': 'FA-0001'}, {'name': "Desk", 'code': 'FA-0002'})

    @classmethod
    def _create_things(cls, *vals_list):
        return cls.env['office.test.thing'].create([{'company_id': cls.company.id, **vals} for vals in vals_list])

    @classmethod
    def _open_dialog(cls, things, user=None, **values):
        """Open the dialog by its button, as ``user`` or the officer, and fill it in."""
        things = things.with_user(user or cls.officer)
        action = things.action_print_labels()
        return things.env[action['res_model']].with_context(**action['context']).create(values)

    @classmethod
    def _print(cls, things, user=None, **values):
        """Press Print, and return the dialog and the PDF that the browser is sent for."""
        dialog = cls._open_dialog(things, user, **values)
        action = dialog.action_print()
        report = dialog.env['ir.actions.report'].with_context(force_report_rendering=True)
        return dialog, report._render_qweb_pdf(action['report_name'], action['context']['active_ids'])[0]
