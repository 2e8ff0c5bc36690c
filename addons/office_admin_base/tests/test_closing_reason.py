from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval


@tagged('post_install', '-at_install')
class TestClosingReason(TransactionCase):
    """The dialog that asks why, of whichever app a verb is."""

    def test_each_verb_can_be_explained_and_confirmed(self):
        dialog = self.env['office.closing.reason']
        arch = etree.fromstring(dialog.get_view(view_type='form')['arch'])
        for verb in ('cancel', 'void', 'reopen', 'done', 'follow_up', 'one of an app'):
            for path in ("//field[@name='reason']", "//button[@name='action_confirm']"):
                with self.subTest(verb=verb, path=path):
                    shown = [node for node in arch.xpath(path)
                             if not safe_eval(node.get('invisible', 'False'), {'verb': verb})]
                    self.assertEqual(len(shown), 1)
