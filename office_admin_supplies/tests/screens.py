"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

import re

from tools.screens import Screen, open_card, open_dialog, open_first_record, press


def open_what_if(page):
    """Open the first advice and the dialog in which other figures are tried."""
    open_first_record(page)
    press(page, 'action_what_if')
    page.locator('.modal .o_supply_what_if').wait_for()


def open_hand_out(page):
    """Open the first request and the dialog by which it is handed out."""
    open_first_record(page)
    page.locator('button[name=action_hand_out]').first.click()
    page.locator('.modal .o_field_widget[name=signature]').wait_for()


def open_two_steps(page):
    """Open the request of which one step is done."""
    page.locator('.o_data_row, .o_kanban_record', has_text=re.compile('Monitor Stand|显示器支架')).first.locator(
        '.o_data_cell[name=document_name], span.fw-bold').first.click()
    page.locator('.o_form_view').wait_for()


def open_ask_back(page):
    """Open a request that waits, and the dialog that asks back."""
    open_first_record(page)
    press(page, 'action_ask_back')
    page.locator('.modal .o_field_widget[name=reason] textarea').first.wait_for()


def open_pause(page):
    """Open a request that is not late, and the dialog that lets its promise rest."""
    page.locator('.o_data_row, .o_kanban_record:not(.o_kanban_ghost)').nth(-2).locator('visible=true').first.click()
    page.locator('.o_form_view').wait_for()
    press(page, 'action_pause_deadline')
    page.locator('.modal .o_field_widget[name=reason]').wait_for()


def open_confidential(page):
    """Open the confidential request of the demo company."""
    if page.locator('.o_searchview_facet .o_facet_remove').count():
        page.locator('.o_searchview_facet .o_facet_remove').first.click()
    page.locator('.o_data_row, .o_kanban_record', has_text=re.compile('Lever Arch.* × 12|档案夹.* × 12')).first.locator(
        '.o_data_cell, span.fw-bold').first.click()
    page.locator('.o_form_view').wait_for()


def open_classify(page):
    """Open the dialog that changes who may see the confidential request."""
    open_confidential(page)
    press(page, 'action_classify')
    page.locator('.modal .o_field_widget[name=secrecy_level]').wait_for()


def open_question(page):
    """Ask whether the user himself may hand something out, in general."""
    for field, words in (('res_model', "Supply Request|用品申领单"), ('question', "Step: Hand Out|发放")):
        page.locator(f'.o_field_widget[name={field}] input').click()
        page.locator('.o_select_menu_item', has_text=re.compile(words)).first.click()
    page.locator('button[name=action_ask]').click()
    page.locator('.o_field_widget[name=answer] .alert').wait_for()


def fill_cart(page):
    """Add two products of the catalogue, one of them twice."""
    cards = page.locator('.o_kanban_record:not(.o_kanban_ghost)')
    for number in (0, 2):
        cards.nth(number).locator('button .fa-plus').click()
    cards.nth(0).locator('button .fa-plus').last.click()
    page.locator('.o_control_panel button', has_text=re.compile(r'(?<!\d)[2-9](?!\d)')).wait_for()


def ask_over_quota(page):
    """Put more copy paper into the cart than the quota allows, and go to the request."""
    card = page.locator('.o_kanban_record', has_text='PA01')
    if card.locator('button .fa-plus').count() == 1 and not card.locator('button .fa-minus').count():
        card.locator('button .fa-plus').click()
    card.locator('input').fill('12')
    card.locator('input').blur()
    card.locator('.text-danger').wait_for()
    page.locator('.o_control_panel .o-kanban-button-back').click()
    page.locator('.o_form_view .o_field_widget[name=quota_notice]').wait_for()


def open_import(words, content):
    """Return steps that open the dialog behind the menu entry ``words`` and let it read a file."""
    def steps(page):
        page.locator('.o_action_manager > .o_action').first.wait_for()
        page.evaluate("words => odoo.__WOWL_DEBUG__.root.env.services.menu.getAll().filter(menu => "
                      "new RegExp(words).test(menu.name)).map(menu => "
                      "odoo.__WOWL_DEBUG__.root.env.services.action.doAction(menu.actionID)).length", words)
        page.locator('.modal input[type=file]').set_input_files(
            {'name': 'list.csv', 'mimeType': 'text/csv', 'buffer': content}, timeout=10_000)
        page.locator('.modal button[name=action_read]:visible').first.click()
        page.locator('.modal .o_field_widget[name=line_ids]').first.wait_for()
    return steps


def open_pick_list(page):
    """Open a request and its pick list."""
    open_first_record(page)
    press(page, 'action_pick_list')
    page.locator('.modal .o_field_widget[name=content] h3').first.wait_for()


def open_hand_out_to_many(page):
    """Tick requests of several departments and hand them out."""
    rows = page.locator('.o_data_row .o_list_record_selector input:visible')
    if not rows.count():  # a phone hands out one by one
        return open_hand_out(page)
    for index in range(min(rows.count(), 5)):
        rows.nth(index).click()
    page.locator('button[name=action_hand_out]:visible').first.click()
    return page.locator('.modal .o_field_widget[name=line_ids]').first.wait_for()


def open_give_back(page):
    """Open the last of one's own requests, and the dialog that gives goods back."""
    if page.locator('.o_searchview_facet .o_facet_remove').count() > 1:
        page.locator('.o_searchview_facet .o_facet_remove').last.click()
    open_card('Index Flags|索引|指示')(page)
    press(page, 'action_give_back')
    page.locator('.modal .o_field_widget[name=reason]').wait_for()


_SERVES = ('officer', 'manager')
_READS_ALL = (*_SERVES, 'auditor')

SCREENS = (
    Screen('my-requests', '/odoo/supply-requests'),
    Screen('my-request', '/odoo/supply-requests', ('employee', 'head'), open_first_record),
    Screen('new-request', '/odoo/supply-requests/new', ('employee', 'receptionist')),
    Screen('catalogue', '/odoo/supply-catalogue', ('employee', 'officer'), fill_cart),
    Screen('over-quota', '/odoo/supply-catalogue', ('employee',), ask_over_quota),
    Screen('to-approve', '/odoo/supply-approvals', ('employee', 'head', 'manager')),
    Screen('request-to-approve', '/odoo/supply-approvals', ('head',), open_first_record),
    Screen('to-hand-out', '/odoo/supply-hand-outs', _SERVES),
    Screen('request-to-hand-out', '/odoo/supply-hand-outs', _SERVES, open_first_record),
    Screen('hand-out', '/odoo/supply-hand-outs', ('officer',), open_hand_out),
    Screen('all-requests', '/odoo/all-supply-requests', _READS_ALL),
    Screen('transfers', '/odoo/supply-transfers', _SERVES),
    Screen('transfer', '/odoo/supply-transfers', ('officer',), open_first_record),
    Screen('products', '/odoo/supply-products', _SERVES),
    Screen('product', '/odoo/supply-products', ('officer',), open_first_record),
    Screen('quotas', '/odoo/supply-quotas', ('manager',)),
    Screen('quota', '/odoo/supply-quotas', ('manager',), open_first_record),
    Screen('import-needs', '/odoo/supply-requests', ('employee',), open_import(
        'Import a List of Needs|导入需求清单', b'Code,Quantity\nPA01,3\nPA02,many\nNONE,2\n')),
    Screen('import-products', '/odoo/supply-products', ('manager',), open_import(
        'Import Office Supplies|导入办公用品', b'Code,Name,Cost\nPA01,,21\nNEW1,Ruler,2.5\n,Nothing,1\n')),
    Screen('rounds', '/odoo/supply-rounds', _READS_ALL),
    Screen('round', '/odoo/supply-rounds', ('officer',), open_first_record),
    Screen('round-products', '/odoo/supply-round-products', ('officer',)),
    Screen('round-offers', '/odoo/supply-round-offers', ('officer',)),
    Screen('splits', '/odoo/supply-splits', ('officer',)),
    Screen('split', '/odoo/supply-splits', ('officer',), open_first_record),
    Screen('consumption', '/odoo/supply-consumption', _READS_ALL),
    Screen('consumption-per-head', '/odoo/supply-consumption-per-head', _READS_ALL),
    Screen('consumption-of-my-department', '/odoo/supply-consumption-of-my-department', ('head',)),
    Screen('advice', '/odoo/supply-advice', _READS_ALL),
    Screen('advice-of-one', '/odoo/supply-advice', ('manager', 'auditor'), open_first_record),
    Screen('what-if', '/odoo/supply-advice', ('manager',), open_what_if),
    Screen('stock-warnings', '/odoo/supply-stock-warnings', _READS_ALL),
    Screen('service-analysis', '/odoo/supply-service', _READS_ALL),
    Screen('slow-stock', '/odoo/supply-slow-stock', _READS_ALL),
    Screen('requested-items', '/odoo/supply-requested-items', _READS_ALL),
    Screen('requests-analysis', '/odoo/supply-requests-analysis', _READS_ALL),
    Screen('issued-items', '/odoo/supply-issued-items', _SERVES),
    Screen('two-steps', '/odoo/my-approvals', ('manager',), open_two_steps),
    Screen('ask-back', '/odoo/supply-approvals', ('head',), open_ask_back),
    Screen('pause', '/odoo/supply-hand-outs', ('officer',), open_pause),
    Screen('resting', '/odoo/supply-hand-outs', ('officer',), open_card('Footrest|脚踏')),
    Screen('handed-over', '/odoo/supply-hand-outs', ('officer', 'manager'), open_card('Coffee Beans|咖啡豆')),
    Screen('hand-over', '/odoo/supply-hand-outs', ('officer',), open_dialog(
        'Wall Clock|挂钟', 'action_hand_over', 'note')),
    Screen('reopened', '/odoo/supply-hand-outs', ('officer',), open_card('Display Book|资料册|展示')),
    Screen('to-confirm', '/odoo/supply-requests', ('employee',), open_card('Index Flags|索引|指示')),
    Screen('confirm', '/odoo/supply-requests', ('employee',), open_dialog(
        'Index Flags|索引|指示', 'action_confirm', 'rating')),
    Screen('open-long', '/odoo/supply-requests-open-long', ('manager',)),
    Screen('pick-list', '/odoo/supply-hand-outs', ('officer',), open_pick_list),
    Screen('hand-out-to-many', '/odoo/supply-hand-outs', ('officer',), open_hand_out_to_many),
    Screen('give-back', '/odoo/supply-requests', ('employee',), open_give_back),
    Screen('returns', '/odoo/supply-returns', _SERVES),
    Screen('return', '/odoo/supply-returns', ('officer',), open_first_record),
    Screen('held', '/odoo/supply-held', _READS_ALL),
    Screen('to-be-given-back', '/odoo/supply-to-be-given-back', _SERVES),
    Screen('surplus', '/odoo/supply-surplus', ('employee', 'head', 'officer')),
    Screen('surplus-offer', '/odoo/supply-surplus/new', ('employee',)),
    Screen('surplus-one', '/odoo/supply-surplus', ('employee',), open_first_record),
    Screen('counts', '/odoo/supply-counts', _READS_ALL),
    Screen('count', '/odoo/supply-counts', ('officer',), open_first_record),
    Screen('counting', '/odoo/supply-counting', ('receptionist', 'officer')),
    Screen('confidential', '/odoo/supply-hand-outs', ('officer',), open_confidential),
    Screen('classify', '/odoo/supply-requests', ('head',), open_classify),
    Screen('why', '/odoo/why-can-a-user', ('manager', 'auditor'), open_question),
    Screen('why-can-i', '/odoo/why-can-i', ('employee',), open_question),
)
