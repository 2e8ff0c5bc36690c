from odoo.tests import BaseCase, tagged

from odoo.addons.office_admin_reception.likeness import LIKE, Name

ALIKE = [
    ("Ann Lee", "ann lee"), ("Ann Lee", "LEE, Ann"), ("Jon Smith", "John Smith"), ("José Ñúñez", "Jose Nunez"),
    ("Pat O'Brien", "Pat OBrien"), ("Mr. John Smith", "John Smith"), ("Müller", "Mueller"),
    ("Иван Иванов", "Иванов Иван"), ("张伟", "章伟"), ("张伟", "Zhang Wei"), ("张伟", "Wei ZHANG"),
    ("张伟先生", "zhangwei"), ("張偉", "张伟"), ("张晓明", "Xiaoming Zhang"), ("单雄信", "Shan Xiongxin"),
    ("陈晨", "程成"), ("ＡＮＮ　ＬＥＥ", "Ann Lee"),  # noqa: RUF001 (as a Chinese keyboard sends it)
]
DIFFERENT = [
    ("Yes", "Reyes"), ("Smith", "John Smith"), ("Al", "Ali"), ("Kim", "Jim"), ("Lee", "Leeds"), ("Ann Lee", "Bob Lee"),
    ("张伟", "张文"), ("李娜", "刘娜"), ("张", "张伟"), ("😀", "Ann Lee"), ("", ""), ("123", "456"),
]


@tagged('post_install', '-at_install')
class TestLikeness(BaseCase):

    def test_names_that_somebody_has_to_look_at(self):
        for name, other in ALIKE:
            with self.subTest(name=name, other=other):
                self.assertGreaterEqual(Name.of(name).get_likeness(Name.of(other)), LIKE)
                self.assertGreaterEqual(Name.of(other).get_likeness(Name.of(name)), LIKE)

    def test_never_by_a_part(self):
        for name, other in DIFFERENT:
            with self.subTest(name=name, other=other):
                self.assertLess(Name.of(name).get_likeness(Name.of(other)), LIKE)
                self.assertLess(Name.of(other).get_likeness(Name.of(name)), LIKE)
