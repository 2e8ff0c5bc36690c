"""What the demo company used before the story of ``story.py`` begins: eight months of ordinary demand.

In each calendar month some departments file what they need. The amounts follow a table and a random generator with a
fixed seed, so that they are the same every time: some goods are used evenly, some in seasons, some now and then.
Vendors deliver in every second month what has become less than two months need, and at once what ran short.
"""
from random import Random

MONTHS = 8
FILED = 3  # on which working day of a month departments file
DELIVERY = 12  # working days from then to the delivery of the vendors

# product: what the company uses in a month, the share of it that swings from month to month (0 to 1), the months in
# which it is needed at all (none: each), the vendor
USE = {
    'paper_a4': (14, 0.15, (), 'stationery'),
    'paper_a3': (2, 0.3, (0, 3, 6), 'stationery'),
    'paper_colour': (4, 0.6, (1, 4, 7), 'stationery'),
    'paper_photo': (4, 0.9, (1, 4, 6), 'printing'),
    'sticky_notes': (9, 0.3, (), 'stationery'),
    'index_flags': (6, 0.4, (0, 3, 6), 'stationery'),
    'notebook_a5': (8, 0.4, (), 'stationery'),
    'notebook_b5': (4, 0.6, (2, 5, 7), 'stationery'),
    'envelope_c5': (3, 0.5, (0, 3, 6), 'stationery'),
    'gel_black': (18, 0.2, (), 'stationery'),
    'gel_blue': (10, 0.3, (), 'stationery'),
    'gel_red': (3, 0.7, (1, 4, 7), 'stationery'),
    'highlighter': (5, 0.5, (2, 4, 6), 'stationery'),
    'whiteboard_marker': (5, 0.4, (1, 5), 'stationery'),
    'correction_tape': (3, 0.5, (2, 5), 'stationery'),
    'lever_arch': (8, 0.5, (0, 2, 3, 5, 6), 'stationery'),
    'clear_folder': (30, 0.4, (), 'stationery'),
    'display_book': (5, 0.8, (1, 4, 6), 'stationery'),
    'archive_box': (16, 0.8, (2, 3, 6), 'stationery'),
    'binder_clips': (4, 0.5, (1, 4, 7), 'stationery'),
    'staples': (4, 0.4, (0, 3, 6), 'stationery'),
    'badge_holder': (30, 0.9, (4, 6), 'stationery'),
    'tape_clear': (4, 0.5, (2, 5), 'stationery'),
    'toner_black': (2, 0.3, (), 'printing'),
    'toner_cyan': (1, 0.8, (1, 4, 7), 'printing'),
    'toner_magenta': (1, 0.8, (1, 4, 6), 'printing'),
    'label_tape': (1, 0.7, (0, 4), 'printing'),
    'battery_aa': (10, 0.5, (3, 7), 'computer'),
    'usb_stick': (3, 0.8, (0, 4), 'computer'),
    'mouse': (1, 0.8, (1, 5), 'computer'),
    'network_cable': (5, 0.9, (2, 6), 'computer'),
    'tissues': (18, 0.2, (), 'cleaning'),
    'paper_towels': (22, 0.2, (), 'cleaning'),
    'hand_soap': (7, 0.3, (), 'cleaning'),
    'hand_sanitizer': (4, 0.6, (0, 4, 7), 'cleaning'),
    'trash_bags': (20, 0.2, (), 'cleaning'),
    'green_tea': (4, 0.4, (), 'pantry'),
    'coffee_beans': (6, 0.3, (), 'pantry'),
    'sugar': (4, 0.4, (1, 3, 6), 'pantry'),
    'paper_cups': (8, 0.3, (), 'pantry'),
    'water': (60, 0.5, (), 'pantry'),
}
SEASON = {'water': (4, 5, 6, 7), 'coffee_beans': (0, 1)}  # the months in which half as much again is used

# who asks for the department, and which part of each kind of goods it uses
SHARES = {
    'employee': {'stationery': 0.4, 'printing': 0.4, 'computer': 0.2},
    'chen': {'stationery': 0.25, 'printing': 0.2, 'computer': 0.5},
    'qiang': {'stationery': 0.2, 'printing': 0.25, 'computer': 0.1},
    'xia': {'stationery': 0.15, 'printing': 0.15, 'computer': 0.3, 'cleaning': 0.2},
    'receptionist': {'pantry': 0.85, 'cleaning': 0.8},
    'guohua': {'pantry': 0.15, 'cleaning': 0.1},
}
# who files in a month, in turns; of each of the goods one of them asks for all
TURNS = (('employee', 'chen', 'receptionist'), ('employee', 'xia', 'receptionist'), ('employee', 'qiang', 'guohua'))


def make_year(days):
    """Return the opening stock, the deliveries and the requests, in the shapes of ``story.py``.

    :param days: how many working days ago departments filed in each month, the oldest first
    """
    random = Random(2026)
    opening = {name: 3 * monthly for name, (monthly, *_more) in USE.items()}
    stock = dict(opening)
    deliveries, requests = [], []
    for month, first in enumerate(days):
        for index, (who, items) in enumerate(_get_items(random, month).items()):
            short = any(stock[name] < quantity for name, quantity in items.items())
            for name, quantity in items.items():
                stock[name] -= quantity  # below zero: waits for the delivery
            requests.append((first - 2 * index, who, 5, items, _get_steps(index, short), {'note': "Monthly need"}))
        vendors = dict.fromkeys(vendor for *_use, vendor in USE.values())
        for index, vendor in enumerate(vendors):
            if order := _order(stock, vendor, 0 if (month + index) % 2 else 2):
                deliveries.append((first - DELIVERY, vendor, order))
    return opening, deliveries, requests


def _get_items(random, month):
    """Return what each department asks for in a month: ``{who: {product: quantity}}``."""
    items = {who: {} for who in TURNS[month % len(TURNS)]}
    for name, (monthly, swing, months, vendor) in USE.items():
        if not months or month in months:
            season = 1.5 if month in SEASON.get(name, ()) else 1
            quantity = round(monthly * season * random.uniform(1 - swing, 1 + swing))
            who, = random.choices(list(items), [SHARES[who].get(vendor, 0.01) for who in items])
            if quantity:
                items[who][name] = quantity
    return items


def _get_steps(index, short):
    """The head of department decides on the same day or the next; what is short is handed out after the delivery."""
    steps = [('approve', index % 2), ('hand_out', 2)]
    return [*steps, ('hand_out', DELIVERY + 1 - 2 * index)] if short else steps


def _order(stock, vendor, months):
    """Order of what less is left than so many ``months`` need what four months need, and add it to ``stock``."""
    order = {}
    for name, (monthly, _swing, _months, its_vendor) in USE.items():
        if its_vendor == vendor and stock[name] < months * monthly:
            order[name] = 4 * monthly - stock[name]
            stock[name] += order[name]
    return order
