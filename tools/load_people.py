"""The people of ``./office load``: what they do at their screens, how long they wait, and what they are told."""

import http.client
import json
import random
import threading
import time
from collections import Counter, defaultdict
from urllib.parse import urlsplit

PAUSE = 2.0             # seconds that a person looks at the screen before the next step, on average
PATIENCE = 120          # seconds
GRACE = 3.0             # seconds after a kill in which connections may break

# 1 × 1 pixel PNG, base64: what the signature widget sends
SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

REQUEST = 'office.supply.request'
SUBMITS = ('submit', 'submit several', 'file in a round')
# What a person is told in a sentence. All else is a raw error.
_SENTENCES = {'UserError', 'ValidationError', 'AccessError', 'MissingError', 'RedirectWarning'}
_FROM_DATABASE = 'The operation cannot be completed'


class Refused(Exception):
    """The server said no, with a sentence or without one."""


class Cut(Exception):
    """The connection broke: nobody knows whether it was done."""


class Crowd:
    """All people of the office, and what they went through."""

    def __init__(self, people, database):
        self.database = database
        self.seconds = defaultdict(list)
        self.refusals, self.raw, self.cuts = Counter(), Counter(), Counter()
        self.lost = Counter()
        self.away_from = self.away_until = 0.0
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._start = self._end = 0.0
        self._gone = 0.0    # without a server
        roles = {'employee': Employee, 'head': Head, 'officer': Officer}
        self._people = [roles[person['role']](self, **person) for person in people]
        self._threads = [threading.Thread(target=person.work, daemon=True) for person in self._people]

    def sign_in(self, url):
        address = urlsplit(url)
        for person in self._people:
            person.host, person.port = address.hostname, address.port
            person.sign_in()

    def start(self):
        self._start = time.monotonic()
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._is_over.set()
        for thread in self._threads:
            if thread.ident:
                thread.join(PATIENCE + 5)
        self._end = self._end or time.monotonic()

    def expect_cuts(self, until_served):
        """Something is about to be killed; connections may break for a moment, or until there is a server again."""
        self.away_from = time.monotonic()
        self.away_until = float('inf') if until_served else self.away_from + GRACE

    def is_served_again(self):
        now = time.monotonic()
        self._gone += now - self.away_from
        self.away_until = now + GRACE

    def pause(self):
        """Look at the screen.

        :return: whether the day goes on
        """
        return not self._is_over.wait(random.uniform(0.5, 1.5) * PAUSE)

    def is_over(self):
        return self._is_over.is_set()

    def record(self, kind, start, error=None):
        end = time.monotonic()
        with self._lock:
            is_away = start < self.away_until and end > self.away_from
            if isinstance(error, Cut):
                (self.cuts if is_away else self.lost)[kind] += 1
            elif error:
                name, text = error.args
                first = text.splitlines()[0][:90]
                if name.rpartition('.')[2] in _SENTENCES and not text.startswith(_FROM_DATABASE):
                    self.refusals[f"{kind}: {first}"] += 1
                else:
                    self.raw[f"{kind}: {name}: {first}"] += 1
            if not is_away and not isinstance(error, Cut):
                self.seconds[kind].append(end - start)

    def get_rate(self):
        return sum(map(len, self.seconds.values())) / max(self._end - self._start - self._gone, 1.0)

    def get_figures(self):
        return [
            {'what': kind, 'number': len(times), 'median s': _get_part(times, 0.5), 'p95 s': _get_part(times, 0.95),
             'slowest s': max(times)}
            for kind, times in sorted(self.seconds.items())]

    def get_findings(self, slowest=None):
        yield from (f"{count} × a raw error: {kind}" for kind, count in self.raw.items())
        yield from (f"{count} × a connection that broke although nobody was killed: {kind}"
                    for kind, count in self.lost.items())
        if not any(self.seconds[kind] for kind in SUBMITS):
            yield "nobody could submit anything"
        if slowest is not None:
            for kind in SUBMITS:
                if (late := max(self.seconds[kind], default=0.0)) > slowest:
                    yield f"{kind} took {late:.1f} s"


class Person:
    """Somebody at a screen."""

    def __init__(self, crowd, login, role, products=(), round_id=None):
        self.crowd = crowd
        self.login = login
        self.role = role
        self.products = products
        self.round_id = round_id
        self.host = self.port = self.cookie = self.uid = None

    def work(self):
        while self.crowd.pause():
            try:
                self.do_something()
            except (Refused, Cut):
                continue

    def do_something(self):
        raise NotImplementedError

    def sign_in(self):
        info = self._post('/web/session/authenticate', {
            'db': self.crowd.database, 'login': self.login, 'password': self.login})
        self.uid = info['uid']

    def call(self, kind, model, method, *arguments, **values):
        return self.post(kind, f'/web/dataset/call_kw/{model}/{method}', {
            'model': model, 'method': method, 'args': arguments, 'kwargs': values})

    def post(self, kind, path, params):
        start = time.monotonic()
        try:
            result = self._post(path, params)
        except (Refused, Cut) as error:
            self.crowd.record(kind, start, error)
            raise
        self.crowd.record(kind, start)
        return result

    def _post(self, path, params):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        headers = {'Content-Type': 'application/json'} | ({'Cookie': self.cookie} if self.cookie else {})
        try:
            connection.request('POST', path, json.dumps({'jsonrpc': '2.0', 'params': params}), headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise Cut(str(error)) from error
        finally:
            connection.close()
        if cookie := response.getheader('Set-Cookie'):
            self.cookie = cookie.partition(';')[0]
        try:
            answer = json.loads(body)
        except ValueError:
            raise Refused(f'HTTP {response.status}', body[:200].decode(errors='replace') or 'nothing') from None
        if error := answer.get('error'):
            raise Refused(error['data']['name'], str(error['data'].get('message') or error['message']))
        return answer.get('result')

    def look_at_my_office(self):
        self.call('My Office', 'office.desk.card', 'get_desk')

    def search(self, model, domain, limit=10):
        return self.call('list', model, 'search', domain, limit=limit)


class Employee(Person):
    """Asks, looks, takes back what was asked, and brings back what was too much."""

    def do_something(self):
        random.choices(
            (self.look_at_my_office, self.look_at_catalogue, self.ask, self.ask_several, self.file, self.take_back,
             self.bring_back), (4, 4, 8, 1, 1, 1, 2))[0]()

    def look_at_catalogue(self):
        self.call('catalogue', 'product.product', 'web_search_read', [('supply_ok', '=', True)], {
            'display_name': {}, 'uom_id': {'fields': {'display_name': {}}}}, limit=40)
        drafts = self.search(REQUEST, [('state', '=', 'draft'), ('requester_id', '=', self.uid)], 1)
        if drafts:
            self.post('catalogue', '/product/catalog/order_lines_info', {
                'res_model': REQUEST, 'order_id': drafts[0], 'product_ids': self.products, 'child_field': 'line_ids'})

    def ask(self, kind='submit', **values):
        self.call(kind, REQUEST, 'action_submit', [self.make_draft(**values)])

    def ask_several(self):
        self.call('submit several', REQUEST, 'action_submit', [self.make_draft() for _number in range(3)])

    def file(self):
        self.ask('file in a round', round_id=self.round_id)

    def make_draft(self, **values):
        lines = [(0, 0, {'product_id': product, 'quantity': random.randint(1, 6)})
                 for product in random.sample(self.products, random.randint(1, 3))]
        [draft] = self.call('draft', REQUEST, 'create', [{'line_ids': lines, **values}])
        return draft

    def take_back(self):
        mine = [('state', '=', 'submitted'), ('requester_id', '=', self.uid), ('round_id', '=', False)]
        if found := self.search(REQUEST, mine):
            chosen = [random.choice(found)]
            self.call('back to draft', REQUEST, 'action_reset', chosen)
            self.call('submit', REQUEST, 'action_submit', chosen)

    def bring_back(self):
        found = self.search(REQUEST, [('requester_id', '=', self.uid), ('hand_out_progress', '>', 0)])
        if found:
            [wizard] = self.call('give back', f'{REQUEST}.give.back', 'create', [
                {'request_id': random.choice(found), 'reason': "Too much"}])
            lines = self.call('give back', f'{REQUEST}.give.back.line', 'search_read', [
                ('wizard_id', '=', wizard)], ['max_quantity'])
            if lines:
                line = random.choice(lines)
                self.call('give back', f'{REQUEST}.give.back.line', 'write', line['id'], {
                    'quantity': min(line['max_quantity'], 1)})
                self.call('give back', f'{REQUEST}.give.back', 'action_confirm', [wizard])


class Head(Person):
    """Decides, one by one or all that waits."""

    def do_something(self):
        self.look_at_my_office()
        waiting = self.search(REQUEST, [('is_my_approval', '=', True)])
        if waiting and random.random() < 0.3:
            self.call('approve several', REQUEST, 'action_approve', waiting)
        for request in waiting[:4]:
            if not self.crowd.pause():
                return
            self.call('approve', REQUEST, 'action_approve', [request])


class Officer(Person):
    """Hands out, wholly or in part, and takes back."""

    def do_something(self):
        random.choices((self.look_at_my_office, self.hand_out, self.take), (1, 6, 2))[0]()

    def hand_out(self):
        found = self.search(REQUEST, [
            ('state', '=', 'approved'), ('round_id', '=', False), ('requester_id', '!=', self.uid)], 30)
        if not found:
            return
        chosen = random.sample(found, min(len(found), random.choice((1, 1, 2))))
        [wizard] = self.call('hand out', f'{REQUEST}.hand.out', 'create', [
            {'request_ids': [(6, 0, chosen)], 'signed_by': "Anna", 'signature': SIGNATURE}])
        if random.random() < 0.4:
            for line in self.call('hand out', f'{REQUEST}.hand.out.line', 'search_read', [
                    ('wizard_id', '=', wizard)], ['quantity']):
                self.call('hand out', f'{REQUEST}.hand.out.line', 'write', line['id'], {
                    'quantity': line['quantity'] // 2})
        self.call('hand out', f'{REQUEST}.hand.out', 'action_confirm', [wizard])

    def take(self):
        found = self.search('office.supply.return', [('state', '=', 'submitted')])
        if found:
            self.call('take back', 'office.supply.return', 'action_accept', [random.choice(found)])


def _get_part(values, part):
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]
