"""Fifty kiosks that send at the same moment to a server of their own, by HTTP."""
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter, sleep

import requests

from tools import postgres, server

KIOSKS, ROUNDS, PATIENCE = 50, 3, 60
_FIRST_PORT = 8180
_SERVERS = {"threads": ('--workers=0',), "two workers": ('--workers=2', '--max-cron-threads=1')}


def send_at_once(visits):
    """Let guests type their names at all kiosks at once, on a server of threads and on one of workers.

    What is not taken, a kiosk sends again, as its page does.

    :param visits: :class:`bench._visits.Visits`
    """
    env = visits.env
    kiosks = env['office.kiosk'].create([{'name': f"Kiosk {number}"} for number in range(KIOSKS)])
    addresses = [kiosk._public_path + kiosk._make_public_token() + '/send' for kiosk in kiosks]
    env.cr.commit()
    for name, options in _SERVERS.items():
        port = postgres.free_port(_FIRST_PORT)
        more = (f'--gevent-port={postgres.free_port(port + 1)}', '--log-level=warn', *options)
        with server.serving(env.cr.dbname, port, 'bench-kiosks', *more) as (url, _child):
            crowd = Crowd([url + address for address in addresses], name)
            crowd.send()
        yield {'visits': visits.count} | _judge(env, kiosks, name, crowd)


def _judge(env, kiosks, name, crowd):
    env.cr.commit()
    env.invalidate_all()
    entries = env['office.kiosk.entry'].search([('kiosk_id', 'in', kiosks.ids), ('name', '=like', f'{name} %')])
    keys = Counter(entries.mapped('client_key'))
    sent = KIOSKS * ROUNDS
    refused = sum(count for status, count in crowd.answers.items() if status != 200)
    return {
        'measure': f"{KIOSKS} kiosks at once, {name}: {sent} entries",
        'ours ms': round(1000 * median(crowd.seconds)),
        'result': f"{len(entries)} entered, {refused} sent again {dict(crowd.answers)}",
        'target': "each entered once, none refused",
        'ok': len(entries) == len(keys) == sent and not refused,
    }


class Crowd:
    """The kiosks, each a thread of its own."""

    def __init__(self, addresses, name):
        self.addresses, self.name = addresses, name
        self.answers, self.seconds = Counter(), []

    def send(self):
        with ThreadPoolExecutor(len(self.addresses)) as pool:
            barrier = threading.Barrier(len(self.addresses))
            list(pool.map(lambda address: self._send_all(address, barrier), self.addresses))

    def _send_all(self, address, barrier):
        number = self.addresses.index(address)
        for turn in range(ROUNDS):
            barrier.wait(PATIENCE)
            values = {'key': f'{self.name[:3]}{turn:02}-{number:020}', 'kind': 'arrive', 'lang': 'en_US',
                      'name': f"{self.name} {turn} {number}", 'organisation': "Acme", 'host': "Nobody"}
            begun = perf_counter()
            for _try in range(20):
                status = self._post(address, values)
                self.answers[status] += 1
                if status == 200:
                    break
                sleep(0.5)
            self.seconds.append(perf_counter() - begun)

    def _post(self, address, values):
        try:
            return requests.post(address, data=values, timeout=PATIENCE).status_code
        except requests.RequestException as error:
            return type(error).__name__
