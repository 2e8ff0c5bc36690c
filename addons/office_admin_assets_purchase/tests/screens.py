"""The screens of which ``./office shots`` takes pictures: add one here when a screen is added."""

from tools.screens import Screen, open_card

ORDERS = '/odoo/action-purchase.purchase_form_action'

SCREENS = (
    Screen('asset-order', ORDERS, ('officer',), open_card('Mingjing')),
    Screen('asset-order-request', '/odoo/assets-to-hand-out', ('officer',), open_card('Monitor 27')),
    Screen('asset-order-acceptance', '/odoo/asset-acceptances', ('officer', 'manager'), open_card('Monitor 27')),
)
