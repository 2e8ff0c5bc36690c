"""How ``./office i18n`` merges what is translated with what the sources say now."""

import polib

from tools import i18n_terms, modules


def catalogue(*entries):
    result = polib.POFile()
    for msgid, msgstr, place, *context in entries:
        result.append(polib.POEntry(
            msgid=msgid, msgstr=msgstr, occurrences=[(place, '')], msgctxt=context[0] if context else None))
    return result


def translated(merged):
    return {(entry.msgid, entry.msgctxt): entry.msgstr for entry in merged}


def test_translations_stay_and_what_is_gone_goes():
    merged = i18n_terms.merge(catalogue(("Ask", '', 'a')), catalogue(("Ask", "申请", 'a'), ("Gone", "没了", 'b')))
    assert translated(merged) == {("Ask", None): "申请"}


def test_a_new_spelling_keeps_the_translation():
    merged = i18n_terms.merge(
        catalogue(("Hand out “%s”.", '', 'a')), catalogue(("Hand Out '%s'", "发放 “%s”", 'a')))
    assert translated(merged) == {("Hand out “%s”.", None): "发放 “%s”"}


def test_what_another_module_translates_is_taken_over_in_one_sense_only():
    base, other = catalogue(("Reason", "原因", 'a'), ("From", "从", 'b')), catalogue(("From", "来自", 'c'))
    merged = i18n_terms.merge(
        catalogue(("Reason", '', 'x'), ("From", '', 'y')), polib.POFile(), [base, other])
    assert translated(merged) == {("Reason", None): "原因", ("From", None): ''}


def test_what_a_mixin_says_of_a_field_is_taken_over():
    mixin = catalogue(("Waits For", "等待审批人", 'base.field_office_mixin__approvers'))
    other = catalogue(("Waits For", "等待事项", 'base.field_office_thing__matter'))
    merged = i18n_terms.merge(
        catalogue(("Waits For", '', 'keys.field_office_keys__approvers')), polib.POFile(), [mixin, other])
    assert translated(merged) == {("Waits For", None): "等待审批人"}


def test_what_a_mixin_says_of_a_value_is_taken_over():
    mixin = catalogue(("Good", "完好", 'custody.selection__office_custody_mixin__end_condition__good'))
    other = catalogue(("Good", "满意", 'base.selection__office_closing_mixin__rating__4'))
    merged = i18n_terms.merge(
        catalogue(("Good", '', 'custody.selection__office_keys_custody__end_condition__good')), polib.POFile(),
        [mixin, other])
    assert translated(merged) == {("Good", None): "完好"}


def test_an_app_takes_no_words_of_another_app():
    assert 'office_admin_approval' in modules.related('office_admin_supplies')
    assert 'office_admin_base' in modules.related('office_admin_supplies')
    assert 'office_admin_supplies' in modules.related('office_admin_base')
    assert 'office_admin_supplies' not in modules.related('office_admin_approval_purchase')


def test_two_senses_of_a_term_stay_apart():
    old = catalogue(("From", '', 'field:period', "period"), ("From", '', 'field:sender', "sender"))
    exported = polib.POFile()
    exported.append(polib.POEntry(
        msgid="From", occurrences=[('field:period', ''), ('field:sender', ''), ('field:new', '')]))
    template = i18n_terms.split_senses(exported, old)
    assert i18n_terms.places(template) == {
        ("From", "period", 'field:period'), ("From", "sender", 'field:sender'), ("From", None, 'field:new')}
    merged = i18n_terms.merge(template, catalogue(
        ("From", "自", 'field:period', "period"), ("From", "来自", 'field:sender', "sender")))
    assert translated(merged) == {("From", "period"): "自", ("From", "sender"): "来自", ("From", None): ''}
