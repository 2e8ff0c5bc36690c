"""Looks whether all books of an office agree: ``python -m tools.load_audit DATABASE``, inside Odoo's Python.

Prints rows as JSON, one for each book, with what was found in it. Nothing of it may depend on what exactly people did.
"""

import json
import sys
from collections import defaultdict

from tools.odoo_env import open_database

LIMIT = 10      # findings that are told of each kind


def main(database):
    open_database(database, lambda env: print(json.dumps(audit(env))))


def audit(env):
    """:return: ``[{book, looked at, ok, findings}]``"""
    rows = []
    for book, check in (
            ('numbers', check_numbers), ('log', check_log), ('stock', check_stock),
            ('negative stock', check_negative_stock), ('reservations', check_reservations),
            ('handed out', check_handed_out), ('custody', check_custody), ('approvals', check_approvals)):
        count, findings = check(env)
        rows.append({'book': book, 'looked at': count, 'ok': not findings, 'findings': [
            f"{book}: {finding}" for finding in findings[:LIMIT]]})
    return rows


def _get_documents(env, mixin):
    """Each model with a table that inherits ``mixin``."""
    return [model for model in map(env.get, env.registry.descendants([mixin], '_inherit', '_inherits'))
            if not model._abstract and not model._transient]


def check_numbers(env):
    """Without a gap, none twice, and ascending in the order in which the log says that they were given."""
    count, findings = 0, []
    given = defaultdict(list)
    env.cr.execute("SELECT code, company_id, year, number FROM office_number_counter")
    for code, company, year, number in env.cr.fetchall():
        given[company, f'{code}/{year}'].append(number)
    for model in _get_documents(env, 'office.number.mixin'):
        [verb] = [verb for verb, field in model._numbers.items() if field == 'name']
        steps = env['office.transition'].search([('res_model', '=', model._name), ('verb', '=', verb)], order='id')
        first = list(dict.fromkeys(steps.mapped('res_id')))     # submitted again, it keeps its number
        seen = defaultdict(list)
        for document in model.browse(first):
            prefix, _slash, number = (document.name or '?/0').rpartition('/')
            seen[document.company_id.id, prefix].append(int(number))
            count += 1
        for key, numbers in seen.items():
            if numbers != list(range(1, len(numbers) + 1)):
                findings.append(f"{key}: not ascending without a gap: {numbers}")
            if sorted(given.pop(key, ())) != sorted(numbers):
                findings.append(f"{key}: documents have other numbers than were given")
        if unexplained := model.with_context(active_test=False).search_count(
                [('name', '!=', False), ('id', 'not in', first)]):
            findings.append(f"{model._name}: {unexplained} with a number that the log does not explain")
    findings += [f"{key}: given, but no document has them: {numbers}" for key, numbers in given.items()]
    return count, findings


def check_log(env):
    """The state of each document follows from its steps, each of which begins where the one before it ended."""
    findings = []
    steps = env['office.transition'].search([], order='id')
    by_document = steps.grouped(lambda step: (step.res_model, step.res_id))
    for (name, document_id), its_steps in by_document.items():
        document = env[name].browse(document_id).exists()
        if not document:
            findings.append(f"{name} {document_id}: in the log, but not there")
            continue
        states = [its_steps[0].state_from]
        for step in its_steps:
            if step.state_from != states[-1]:
                findings.append(f"{document.display_name}: {step.verb} from {step.state_from}, was {states[-1]}")
            states.append(step.state_to)
        if states[0] not in document._get_initial_states() or states[-1] != document.state:
            findings.append(f"{document.display_name}: is {document.state}, its log says {' > '.join(states)}")
    for model in _get_documents(env, 'office.workflow.mixin'):
        known = [document_id for name, document_id in by_document if name == model._name]
        findings += [
            f"{document.display_name}: is {document.state} without a step in the log"
            for document in model.search([('id', 'not in', known)])
            if document.state not in document._get_initial_states()]
    return len(steps), findings


def check_stock(env):
    """What is in each place is what moves have brought there and not taken away."""
    env.cr.execute("""
        WITH book AS (
            SELECT product_id, location_dest_id AS location_id, quantity_product_uom AS quantity
              FROM stock_move_line WHERE state = 'done'
         UNION ALL
            SELECT product_id, location_id, -quantity_product_uom FROM stock_move_line WHERE state = 'done'
         UNION ALL
            SELECT product_id, location_id, -quantity FROM stock_quant
        )
        SELECT book.product_id, book.location_id, SUM(book.quantity) FROM book
          JOIN product_product product ON product.id = book.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id AND template.is_storable
         GROUP BY book.product_id, book.location_id""")
    rows = env.cr.fetchall()
    return len(rows), [f"product {product} in location {location}: moves say {difference:g} more than there is"
                       for product, location, difference in rows if abs(difference) > 1e-6]


def check_negative_stock(env):
    """No place has less than nothing, nor a row below zero beside another one."""
    env.cr.execute("""
        SELECT quant.product_id, quant.location_id, ARRAY_AGG(quant.quantity ORDER BY quant.quantity)
          FROM stock_quant quant JOIN stock_location location ON location.id = quant.location_id
         WHERE location.usage = 'internal'
         GROUP BY quant.product_id, quant.location_id""")
    rows = env.cr.fetchall()
    return len(rows), [f"product {product} in location {location}: rows of {', '.join(f'{each:g}' for each in found)}"
                       for product, location, found in rows if found[0] < -1e-6]


def check_reservations(env):
    """What is reserved in stock is what open transfers hold, and for no request is more held than is open."""
    env.cr.execute("""
        WITH book AS (
            SELECT product_id, location_id, quantity_product_uom AS quantity FROM stock_move_line
             WHERE state NOT IN ('done', 'cancel', 'draft')
         UNION ALL
            SELECT product_id, location_id, -reserved_quantity FROM stock_quant
        )
        SELECT book.product_id, book.location_id, SUM(book.quantity) FROM book
          JOIN product_product product ON product.id = book.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id AND template.is_storable
          JOIN stock_location location ON location.id = book.location_id AND location.usage = 'internal'
         GROUP BY book.product_id, book.location_id""")
    findings = [f"product {product} in location {location}: transfers hold {difference:g} more than is reserved"
                for product, location, difference in env.cr.fetchall() if abs(difference) > 1e-6]
    lines = env['office.supply.request.line'].search([])
    for line in lines:
        moves = line.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
        held = sum(move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False) for move in moves)
        wanted = sum(move.product_uom._compute_quantity(move.product_uom_qty, line.uom_id, round=False)
                     for move in moves)
        if line.uom_id.compare(max(held, wanted), line.open_quantity if line.state == 'approved' else 0.0) > 0:
            findings.append(f"{line.request_id.display_name}, {line.product_id.display_name}: {held:g} held and "
                            f"{wanted:g} under way for {line.open_quantity:g} open, {line.state}")
    return len(lines), findings


def check_handed_out(env):
    """What lines say was handed out is what moves say, and never more than was asked for."""
    lines = env['office.supply.request.line'].search([])
    findings = []
    for line in lines:
        done = line.move_ids.filtered(lambda move: move.state == 'done')
        moved = sum(move._get_supply_quantity() - move._get_returned_supply_quantity() for move in done)
        if line.uom_id.compare(moved, line.handed_quantity) or line.uom_id.compare(moved, line.quantity) > 0 or (
                line.uom_id.compare(moved, 0.0) < 0):
            findings.append(f"{line.request_id.display_name}, {line.product_id.display_name}: {line.quantity:g} asked, "
                            f"{line.handed_quantity:g} handed out, {moved:g} moved")
    return len(lines), findings


def check_custody(env):
    """What people hold by name is what was handed out to them and did not come back."""
    findings = []
    lines = env['office.supply.request.line'].search([('product_id.supply_is_durable', '=', True)])
    held = dict(env['office.supply.custody']._read_group(
        [('line_id', 'in', lines.ids), ('state', '=', 'held')], ['line_id'], ['quantity:sum']))
    for line in lines:
        if line.uom_id.compare(held.get(line, 0.0), line.handed_quantity):
            findings.append(f"{line.request_id.display_name}, {line.product_id.display_name}: {held.get(line, 0.0):g} "
                            f"held, {line.handed_quantity:g} handed out")
    return len(lines), findings


def check_approvals(env):
    """What waits for a decision has one approval with somebody who may decide, and nothing else has."""
    findings = []
    approvals = env['office.approval'].search([])
    for approval in approvals:
        document = env[approval.res_model].browse(approval.res_id).exists()
        waits = approval.state == 'submitted'
        if waits != bool(approval.assignment_ids.filtered('is_open')):
            findings.append(f"approval {approval.id} is {approval.state}, open assignments: "
                            f"{len(approval.assignment_ids.filtered('is_open'))}")
        if waits and (not document or 'state' in document and document.state != 'submitted'):
            findings.append(f"approval {approval.id} waits, its document does not")
    waiting = {(approval.res_model, approval.res_id) for approval in approvals if approval.state == 'submitted'}
    for model in _get_documents(env, 'office.approval.request.mixin'):
        findings += [f"{document.display_name} is submitted and nobody is asked"
                     for document in model.search([('state', '=', 'submitted')])
                     if (model._name, document.id) not in waiting]
    return len(approvals), findings


if __name__ == '__main__':
    main(*sys.argv[1:])
