"""Where the list is: on which sheet, under which row of headings, and which rows are none of it."""
import re
from dataclasses import dataclass, field

from .cells import name_key

MAX_HEAD = 60  # rows that are looked at for headings
IN_BRACKETS = re.compile(r'\s*[(\[【<][^)\]】>]*[)\]】>]\s*')
PARTS = re.compile(r'\s*[/|、,;]\s*|(?<=[\u4e00-\u9fff])\s*(?=[a-z])|(?<=[a-z.])\s*(?=[\u4e00-\u9fff])')
TOTAL = re.compile(
    r'(本页|本表|部门)?(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总数|合计数量|合计金额)'
    r'|(grand |sub)?[ -]?totals?|sum|(gesamt|zwischen)?summe|total general|totaux?', re.IGNORECASE)
REMARK = re.compile(
    r'((备\s*注|说\s*明|注意?(事项)?|附注|提示|填表(人|日期|时间|说明)?|制表(人)?|审批(人)?|审核(人)?'
    r'|批准(人)?|签字|签名|签收|经办人|负责人|部门(负责人|经理)?|申请人|申请部门|领用人|日期|联系(人|电话)|盖章'
    r'|remarks?|notes?|nb|comments?|prepared by|approved by|checked by|requested by|signatures?|signed( by)?|date'
    r'|department|page|print(ed)?( on)?)\s*)+(\d*\s*[:.]|$)',
    re.IGNORECASE)
NUMBER = re.compile(r'[\d.,]+')
SECTION = re.compile(r'[(]?[一二三四五六七八九十]{1,3}[)]?\s*[、.)].*')
INSTRUCTION = re.compile(
    r'(必填|选填|可选|可不填|非必填|必须|文本|数字|示例|例|例如|样例|范例'
    r'|required|optional|mandatory|text|number|example|e\.g\.|sample)([:.(].*)?', re.IGNORECASE)
EXAMPLE = re.compile(r'(示例|例|例如|样例|范例|example|e\.g\.|sample)([:.(].*)?', re.IGNORECASE)


@dataclass
class TableRow:
    """A row below the headings: ``{key: cell}``, and why it is no part of the list, if it is none."""
    number: int
    cells: dict
    texts: list
    ignored: str = ''  # total, remark, section, instruction, heading, or unknown
    clashes: set = field(default_factory=set)  # columns that are there twice with different content


@dataclass
class Table:
    sheet: object
    heading_number: int
    columns: dict  # {index: key}
    headings: dict  # {index: text}
    above: list  # numbers of the rows over the headings
    rows: list
    other_names: list = field(default_factory=list)  # visible sheets with such headings that are not read
    hidden_names: list = field(default_factory=list)  # hidden ones
    hidden_rows: int = 0


@dataclass
class _Head:
    score: int
    first: int  # index of the row
    last: int
    columns: dict
    headings: dict


def heading_keys(text):
    """Yield what a heading may be called: as it is, and without what is in brackets or marks it as required."""
    text = name_key(str(text)).strip(' *:.#')
    yield text
    yield ''.join(text.split())
    yield IN_BRACKETS.sub(' ', text).strip(' *:.#')


def find_table(sheets, words, required):
    """Return the list that the first visible sheet with the most of our headings holds, or None.

    :param dict words: ``{heading: key}``; see :func:`heading_keys`
    :param list required: sets of keys; of each set, one column must be there
    """
    found = [(sheet, _find_head(sheet, words, required)) for sheet in sheets]
    found = [(sheet, head) for sheet, head in found if head]
    visible = [(sheet, head) for sheet, head in found if not sheet.is_hidden]
    if not visible:
        return None
    best = max(head.score for _sheet, head in visible)
    good = [(sheet, head) for sheet, head in visible if head.score * 2 > best]
    sheet, head = good[0]
    table = Table(
        sheet, sheet.rows[head.last].number, head.columns, head.headings,
        [row.number for row in sheet.rows[:head.first]], [], [other.name for other, _head in good[1:]],
        [other.name for other, head in found if other.is_hidden])
    for row in sheet.rows[head.last + 1:]:
        table.hidden_rows += row.is_hidden
        table.rows.append(_read_row(row, head, words))
    return table


def find_best_columns(sheets, words):
    """Return the keys of the row that has the most of our headings, to say which are missing."""
    best = set()
    for sheet in sheets:
        if not sheet.is_hidden:
            for row in sheet.rows[:MAX_HEAD]:
                found = set(_map(row.cells, words).values())
                best = found if len(found) > len(best) else best
    return best


def _map(cells, words):
    found = {}
    for index, cell in sorted(cells.items()):
        if cell.kind == 'text' and len(cell.text) < 80:
            key = _get_key(cell.text, words)
            if key:
                found[index] = key
    return found


def _get_key(text, words):
    """Return the key of a heading, also of one in two languages or with a supplement: 编码 Code, 名称/规格."""
    for known in heading_keys(text):
        if known in words:
            return words[known]
    keys = {words[part] for part in PARTS.split(name_key(text).strip(' *:.#')) if part in words}
    return keys.pop() if len(keys) == 1 else None


def _find_head(sheet, words, required):
    """Return the row, or the two rows, with the most of our headings; None if one that must be there is missing."""
    best = None
    for index, row in enumerate(sheet.rows[:MAX_HEAD]):
        columns = _map(row.cells, words)
        heads = [_Head(len(set(columns.values())), index, index, columns, row.cells)]
        if index + 1 < len(sheet.rows) and sheet.rows[index + 1].number == row.number + 1:
            below = sheet.rows[index + 1].cells
            more = _map(below, words)
            if columns and more and not any(index in columns and more[index] != columns[index] for index in more):
                both = columns | more
                heads.append(_Head(len(set(both.values())), index, index + 1, both, row.cells | below))
        for head in heads:
            keys = set(head.columns.values())
            if all(group & keys for group in required) and (not best or head.score > best.score):
                best = head
    if best:
        best.headings = {index: cell.text for index, cell in best.headings.items() if cell.text}
    return best


def _read_row(row, head, words):
    cells, clashes = {}, set()
    for index, key in head.columns.items():
        cell = row.cells.get(index)
        if cell is None:
            continue
        known = cells.setdefault(key, cell)
        if known.text != cell.text:
            clashes.add(key)
    texts = [cell.text for _index, cell in sorted(row.cells.items()) if cell.text]
    return TableRow(row.number, cells, texts, _get_reason(row, cells, head, words), clashes)


def _get_reason(row, cells, head, words):
    """Return why a row is no part of the list; empty if it is one."""
    texts = [name_key(cell.text) for _index, cell in sorted(row.cells.items()) if cell.kind == 'text']
    again = _map(row.cells, words)
    if len(again) > 1 and all(head.columns.get(index) == key for index, key in again.items()):
        return 'heading'
    code = cells.get('code')
    if any(TOTAL.fullmatch(text.strip(' :')) for text in ([name_key(code.text)] if code else texts)):
        return 'total'
    if texts and all(INSTRUCTION.fullmatch(text) for text in texts) and len(texts) == len(row.cells):
        return 'instruction'
    if texts and EXAMPLE.fullmatch(texts[0]):
        return 'instruction'
    if texts and len(texts) == len(row.cells) and not any(map(NUMBER.fullmatch, texts)):
        if REMARK.match(texts[0]) or all(text.endswith(':') for text in texts):
            return 'remark'
    if len(row.cells) == 1 and texts and SECTION.fullmatch(texts[0]):
        return 'section'
    if not cells:
        return 'unknown'
    return ''
