"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_card, open_dialog, open_first_record, press

_KEEPS = ('officer', 'manager')
_READS_ALL = ('officer', 'manager', 'auditor')


def open_time_line(page):
    """Open the first card and its time line."""
    open_first_record(page)
    press(page, 'action_open_events')
    page.get_by_text("Registered").or_(page.get_by_text("登记")).first.wait_for()


def open_hand_out(page):
    """Open the first request and the dialog that hands out."""
    open_first_record(page)
    page.locator('button[name=action_hand_out]:visible').click()
    page.locator('.modal [name=line_ids]').wait_for()


def open_settings(page):
    """Choose our part of Odoo's settings, as far down as those of Assets."""
    page.locator('.settings_tab .tab[data-key=office_admin_base]').click()
    page.locator('#asset_count_holds').scroll_into_view_if_needed()


def open_count_page(page):
    """Open the first count, and its page for the phone."""
    open_first_record(page)
    press(page, 'action_open_count_page')
    page.wait_for_url('**/office/count')
    page.locator('#place').wait_for()


def open_form(words, button, field):
    """Return steps that open a card and the new form behind one of its buttons, up to where ``field`` is there."""
    def steps(page):
        open_card(words)(page)
        press(page, button)
        page.locator(f'.o_form_view .o_field_widget[name={field}]').locator('visible=true').first.wait_for()
    return steps


SCREENS = (
    Screen('my-assets', '/odoo/my-assets', ('employee', 'head')),
    Screen('my-asset', '/odoo/my-assets', ('employee',), open_first_record),
    Screen('department-assets', '/odoo/department-assets', ('head',)),
    Screen('assets', '/odoo/assets', _READS_ALL),
    Screen('asset', '/odoo/assets-dates', ('officer', 'auditor'), open_card('Spectrum|频谱')),
    Screen('asset-move', '/odoo/assets-dates', ('officer',), open_dialog(
        'Multifunction|多功能', 'action_move', 'place_id')),
    Screen('asset-correct', '/odoo/assets-dates', ('manager',), open_dialog(
        'Multifunction|多功能', 'action_correct', 'note')),
    Screen('asset-labels', '/odoo/assets-dates', ('officer',), open_dialog(
        'Spectrum|频谱', 'action_print_labels', 'size')),
    Screen('asset-keep', '/odoo/my-assets', ('employee',), open_form(
        'Laptop 14|14 英寸', 'action_keep_meanwhile', 'due_date')),
    Screen('asset-replacement', '/odoo/asset-repairs', ('officer',), open_form(
        'Shredder|碎纸机', 'action_ask_replacement', 'line_ids')),
    Screen('asset-substitute', '/odoo/asset-repairs', ('officer',), open_dialog(
        'Monitor|显示器', 'action_lend_substitute', 'due_date')),
    Screen('asset-time-line', '/odoo/assets-dates', ('officer', 'auditor'), open_time_line),
    Screen('assets-to-register', '/odoo/assets-to-register', _KEEPS),
    Screen('asset-register', '/odoo/assets-to-register', ('officer',), open_dialog(
        'Whiteboard|白板', 'action_register', 'asset_acquisition')),
    Screen('assets-import', '/odoo/assets-import', ('officer',)),
    Screen('assets-dates', '/odoo/assets-dates', _READS_ALL),
    Screen('fault', '/odoo/my-assets', ('employee',), open_dialog(
        'Laptop|笔记本', 'action_report_fault', 'description')),
    Screen('my-faults', '/odoo/my-asset-faults', ('employee',)),
    Screen('my-fault', '/odoo/my-asset-faults', ('employee',), open_first_record),
    Screen('repairs', '/odoo/asset-repairs', ('officer',)),
    Screen('repair', '/odoo/asset-repairs', ('officer',), open_card('Shredder|碎纸机')),
    Screen('my-disposals', '/odoo/asset-disposals', ('employee',)),
    Screen('my-disposal', '/odoo/asset-disposals', ('employee',), open_first_record),
    Screen('disposals', '/odoo/all-asset-disposals', _READS_ALL),
    Screen('disposal', '/odoo/all-asset-disposals', ('officer',), open_card('Laptop|笔记本')),
    Screen('disposal-opinion', '/odoo/all-asset-disposals', ('manager',), open_dialog(
        'Refrigerator|冰箱', 'action_appraise', 'opinion')),
    Screen('disposal-erase', '/odoo/all-asset-disposals', ('officer',), open_dialog(
        'Laptop|笔记本', 'action_erase', 'statement')),
    Screen('my-asset-transfer', '/odoo/asset-disposals', ('head',), open_first_record),
    Screen('asset-transfer', '/odoo/all-asset-disposals', ('officer',), open_card('Label Printer|标签打印机')),
    Screen('asset-transfers-here', '/odoo/asset-acceptances', ('branch',)),
    Screen('asset-transfer-here', '/odoo/asset-acceptances', ('branch',), open_card('Label Printer|标签打印机')),
    Screen('asset-transfer-taken', '/odoo/asset-acceptances', ('branch',), open_card('Trade Fair|展架')),
    Screen('asset-part-here', '/odoo/assets', ('branch',), open_card('Brochure|资料架')),
    Screen('assets-analysis', '/odoo/assets-analysis', _READS_ALL),
    Screen('asset-events', '/odoo/asset-time-line', _READS_ALL),
    Screen('my-asset-requests', '/odoo/asset-requests', ('employee', 'head')),
    Screen('my-asset-request', '/odoo/asset-requests', ('employee',), open_first_record),
    Screen('assets-to-hand-out', '/odoo/assets-to-hand-out', ('officer',)),
    Screen('asset-request', '/odoo/assets-to-hand-out', ('officer',), open_first_record),
    Screen('asset-hand-out', '/odoo/assets-to-hand-out', ('officer',), open_hand_out),
    Screen('asset-acceptances', '/odoo/asset-acceptances', _READS_ALL),
    Screen('asset-acceptance', '/odoo/asset-acceptances', ('officer', 'manager'), open_card('/0002')),
    Screen('asset-standards', '/odoo/asset-standards', ('manager',)),
    Screen('my-asset-slips', '/odoo/my-asset-slips', ('employee',)),
    Screen('my-asset-slip', '/odoo/my-asset-slips', ('employee',), open_first_record),
    Screen('asset-slip-answer', '/odoo/my-asset-slips', ('employee',), open_dialog(
        'Laptop|笔记本', 'action_done', 'signed_by')),
    Screen('asset-slips', '/odoo/asset-slips', _READS_ALL),
    Screen('assets-in-hands', '/odoo/assets-in-hands', _READS_ALL),
    Screen('asset-stocktakes', '/odoo/asset-stocktakes', _READS_ALL),
    Screen('asset-stocktake', '/odoo/asset-stocktakes', _READS_ALL, open_card('Yearly|年度')),
    Screen('asset-stocktake-running', '/odoo/asset-stocktakes', ('officer',), open_card('Instruments|检测')),
    Screen('asset-stocktake-new', '/odoo/asset-stocktakes/new', ('officer',)),
    Screen('asset-stocktake-things', '/odoo/asset-stocktake-things', _READS_ALL),
    Screen('asset-stocktake-thing', '/odoo/asset-stocktake-things', ('officer',), open_card('Projector|投影')),
    Screen('my-asset-counts', '/odoo/my-asset-counts', ('employee',)),
    Screen('my-asset-count', '/odoo/my-asset-counts', ('employee',), open_first_record),
    Screen('asset-count-page', '/odoo/my-asset-counts', ('employee',), open_count_page),
    Screen('asset-settings', '/odoo/settings', ('admin',), open_settings),
    Screen('places', '/odoo/office-places', _KEEPS),
)
