"""Things are scanned: onto a slip, at their acceptance, and to open their card."""
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from odoo.addons.office_admin_test.tests.browser import BrowserCase, write_camera

from .buying_common import OfficeAssetRequestMixin
from .disposal_common import OfficeDisposalMixin
from .slip_common import OfficeAssetSlipCommon, OfficeAssetSlipMixin


class ScanMixin:

    def _scan(self, draft, code):
        """Scan ``code`` in the form of a draft, and return what is said of it."""
        answer = draft.on_barcode_scanned(code)
        return answer and answer['warning']['message']


@tagged('post_install', '-at_install')
class TestSlipScan(ScanMixin, OfficeAssetSlipCommon):

    def _make_draft(self, user=None, **values):
        return self.env['office.asset.slip'].with_user(user or self.officer).new({
            'kind': 'hand_out', 'company_id': self.company.id, 'employee_id': self.user_employee.id, **values})

    def test_r77_several_things_are_scanned_onto_a_slip(self):
        cards = self._create_card() | self._create_card("Phone")
        address = self.env['office.label']._provide(cards[0])[cards[0]]._get_address(cards[0].asset_code)
        draft = self._make_draft()
        for code in (address, cards[1].asset_code):
            self.assertFalse(self._scan(draft, code))
        self.assertEqual(draft.line_ids.equipment_id, cards)

    def test_code_that_is_not_taken_is_named(self):
        card, held, repaired, claimed = (self._create_card(name) for name in ("Laptop", "Phone", "Fax", "Pad"))
        self._give(held, self.colleague_employee)
        repaired.with_user(self.officer)._apply('repair', {'asset_state': 'repair'})
        self._submit_slip(cards=claimed, employee_id=self.colleague_employee.id)
        gone = self._create_card("Gone")
        gone.with_user(self.officer)._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'lost'})
        second = self.env['res.company'].create({'name': "Second"})
        self.officer.company_ids += second
        theirs = self.env['maintenance.equipment'].create({
            'name': "Theirs", 'company_id': second.id, 'equipment_assign_to': 'other',
            'category_id': self.category.copy({'company_id': False}).id})
        theirs = self._register(theirs.with_company(second), code='SE-0001')
        slip = self._create_slip(cards=card)
        for code, sentence in (
                ('NOTHING', "No asset that you may see has the code NOTHING."),
                (card.asset_code, f"{card.display_name} is here already."),
                (gone.asset_code, f"{gone.display_name} has left the ledger"),
                (theirs.asset_code, "Theirs belongs to Second, and this document to Paper Street."),
                (held.asset_code, f"{held.display_name} is in somebody's hands."),
                (repaired.asset_code, f"{repaired.display_name} is in repair."),
                (claimed.asset_code, f"{claimed.display_name} is in ASL/")):
            with self.subTest(code=code):
                draft = slip.new(origin=slip)
                self.assertIn(sentence, self._scan(draft, code) or '')
                self.assertEqual(draft.line_ids.equipment_id._origin, card)

    def test_employee_scans_what_they_hold_and_nothing_else(self):
        mine, theirs = self._hold(), self._hold(self.colleague, self.colleague_employee, name="Phone")
        draft = self._make_draft(self.user, kind='give_back', employee_id=False)
        self.assertEqual(
            self._scan(draft, theirs.asset_code), f"No asset that you may see has the code {theirs.asset_code}.")
        self.assertFalse(self._scan(draft, mine.asset_code))
        self.assertEqual(draft.line_ids.equipment_id, mine)

    def test_slip_that_has_left_its_writer_is_not_scanned_into(self):
        slip = self._submit_slip()
        card = self._create_card("Phone")
        with self.assertRaises(AccessError):
            slip.onchange({'_barcode_scanned': card.asset_code}, ['_barcode_scanned'], {'_barcode_scanned': {}})
        with self.assertRaises(UserError):
            slip.sudo().on_barcode_scanned(card.asset_code)
        self.assertNotIn(card, slip.line_ids.equipment_id)


@tagged('post_install', '-at_install')
class TestHandOutScan(ScanMixin, OfficeAssetRequestMixin, TransactionCase):
    """What an officer takes from the shelf for a request takes the place of what was proposed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.first, cls.second, cls.third = (cls._create_card(name) for name in ("First", "Second", "Third"))

    def _open(self, number=1):
        request = self._create_approved(items=[(self.category, number, 100)])
        action = request.with_user(self.officer).action_hand_out()
        return request, self.env[action['res_model']].with_user(self.officer).with_context(**action['context'])

    def test_r77_what_is_scanned_is_handed_out(self):
        request, dialog = self._open(2)
        form = Form(dialog)
        self.assertEqual([form.line_ids.edit(index).card_id for index in range(2)], [self.first, self.second])
        for card in self.third | self.first:
            form._barcode_scanned = card.asset_code
        wizard = form.save()
        self.assertEqual(wizard.line_ids.card_id, self.third | self.first)
        self.assertEqual(wizard.line_ids.mapped('is_scanned'), [True, True])
        wizard.action_confirm()
        self.assertEqual(request.sudo()._get_waiting_slips().line_ids.equipment_id, self.third | self.first)

    def test_of_a_lot_as_many_as_are_open(self):
        lot = self._create_card("Lot", asset_quantity=5)
        draft = self._open(3)[1].new({})
        self.assertFalse(self._scan(draft, self.second.asset_code))
        self.assertFalse(self._scan(draft, lot.asset_code))
        self.assertEqual({line.card_id._origin: line.quantity for line in draft.line_ids}, {self.second: 1, lot: 2})

    def test_code_that_is_not_handed_out_is_named(self):
        held, chair = self._create_card("Phone"), self._create_card(
            "Chair", category_id=self.category.copy({'name': "Chairs", 'asset_prefix': 'ch'}).id)
        self._give(held, self.colleague_employee)
        claimed = self._create_card("Pad")
        self._submit_slip(cards=claimed, employee_id=self.colleague_employee.id)
        gone = self._create_card("Gone")
        gone.with_user(self.officer)._apply('end', {'asset_state': 'ended', 'asset_end_reason': 'lost'})
        _request, dialog = self._open()
        for code, sentence in (
                ('NOTHING', "No asset that you may see has the code NOTHING."),
                (gone.asset_code, f"{gone.display_name} has left the ledger."),
                (held.asset_code, f"{held.display_name} is not free."),
                (claimed.asset_code, f"{claimed.display_name} is in ASL/"),
                (chair.asset_code, f"{chair.display_name} is not of the class Computers")):
            with self.subTest(code=code):
                draft = dialog.new({})
                self.assertIn(sentence, self._scan(draft, code) or '')
                self.assertEqual(draft.line_ids.card_id._origin, self.first)
        draft = dialog.new({})
        self.assertFalse(self._scan(draft, self.second.asset_code))
        self.assertEqual(self._scan(draft, self.second.asset_code), f"{self.second.display_name} is here already.")
        self.assertIn("was scanned already. Take one out first", self._scan(draft, self.third.asset_code))
        self.assertEqual(draft.line_ids.card_id._origin, self.second)

    def test_nobody_else_scans_for_a_request(self):
        request, _dialog = self._open()
        with self.assertRaises(AccessError):
            self.env['office.asset.request.hand.out'].with_user(self.colleague).with_context(
                default_res_model=request._name, default_res_ids=request.ids).onchange(
                    {'_barcode_scanned': self.first.asset_code}, ['_barcode_scanned'], {'_barcode_scanned': {}})


@tagged('post_install', '-at_install')
class TestDisposalScan(ScanMixin, OfficeDisposalMixin, TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()

    def test_things_are_scanned_onto_a_draft(self):
        card, other = self._create_card(), self._create_card("Phone")
        form = Form(self.env['office.asset.disposal'].with_user(self.officer))
        form.note = "Worn out"
        for code in (card.asset_code, other.asset_code):
            form._barcode_scanned = code
        self.assertEqual(form.save().line_ids.equipment_id, card | other)

    def test_code_that_is_not_taken_is_named(self):
        card, leased, claimed = self._create_card(), self._create_card("Leased", asset_ownership='leased'), \
            self._create_card("Pad")
        self._create_request(self.officer, claimed).action_submit()
        disposal = self._create_request(self.officer, card)
        for code, sentence in (
                ('NOTHING', "No asset that you may see has the code NOTHING."),
                (card.asset_code, f"{card.display_name} is here already."),
                (leased.asset_code, f"{leased.display_name} is leased or borrowed and goes back to its owner."),
                (claimed.asset_code, f"{claimed.display_name} is in DSP/")):
            with self.subTest(code=code):
                draft = disposal.new(origin=disposal)
                self.assertIn(sentence, self._scan(draft, code) or '')
                self.assertEqual(draft.line_ids.equipment_id._origin, card)
        disposal.action_submit()
        with self.assertRaises(UserError):
            disposal.sudo().on_barcode_scanned(self._create_card("Late").asset_code)


@tagged('post_install', '-at_install', 'browser')
class TestScanPhone(OfficeAssetSlipMixin, BrowserCase):
    """What an officer does with a phone in the store room."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_office()
        cls.laptop, cls.phone = cls._create_card(), cls._create_card("Phone")
        # not read while there is a browser: then the records belong to the server
        cls.codes = (cls.laptop | cls.phone).mapped('asset_code')
        cls.address = cls.env['office.label']._provide(cls.laptop)[cls.laptop]._get_address(cls.codes[0])

    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.camera = Path(folder.name, 'camera.y4m')

    def test_r77_slip_is_filled_by_camera(self):
        slip = self._create_slip(cards=self._create_card("Pad"))
        path = f'/odoo/asset-slips/{slip.id}'
        flags = write_camera(self.camera, [self.address, self.codes[1], 'NOTHING'])
        session = self._make_session(self.officer)
        with self._open_browser(*flags) as browser:
            page = self._open_page(browser, session, path)
            page.locator('.o_scan_button').click()
            page.get_by_text("No asset that you may see has the code NOTHING.").first.wait_for()
            rows = page.locator('.o_scan_rows li')
            for code in self.codes:
                rows.filter(has_text=code).first.wait_for()
            page.get_by_role('button', name="Done 2").click()
            page.locator('.o_scan_dialog').wait_for(state='detached')
            page.locator('.o_form_button_save').click()
            page.locator('.o_form_button_save').wait_for(state='hidden')
        self.assertEqual(slip.line_ids.equipment_id[1:], self.laptop | self.phone)

    def test_r105_serial_numbers_are_scanned_at_acceptance(self):
        acceptance = self.env['office.asset.acceptance'].with_user(self.officer).create({
            'source': 'found', 'note': "Behind the shelf",
            'line_ids': [Command.create({'category_id': self.category.id, 'name': "Screen", 'quantity': 3})]})
        flags = write_camera(self.camera, ['SN-1', 'SN-2'])
        session = self._make_session(self.officer)
        with self._open_browser(*flags) as browser:
            page = self._open_page(browser, session, f'/odoo/asset-acceptances/{acceptance.id}')
            page.locator('.o_kanban_record', has_text="Screen").click()
            page.locator('[name=serials] .o_scan_button').click()
            page.get_by_role('button', name="Done 2").click()
            page.locator('.o_scan_dialog').wait_for(state='detached')
            page.locator('.modal .o_form_button_save').click()
            page.locator('.modal').wait_for(state='detached')
            page.locator('.o_form_button_save').click()
            page.locator('.o_form_button_save').wait_for(state='hidden')
        self.assertEqual(sorted(acceptance.line_ids._get_serials()), ['SN-1', 'SN-2'])

    def test_r74_card_is_opened_by_scan(self):
        flags = write_camera(self.camera, [self.address])
        session = self._make_session(self.officer)
        with self._open_browser(*flags) as browser:
            page = self._open_page(browser, session, '/odoo/assets')
            page.get_by_role('button', name="Scan").click()
            page.locator('.o_form_view [name=asset_code]', has_text=self.codes[0]).wait_for()
