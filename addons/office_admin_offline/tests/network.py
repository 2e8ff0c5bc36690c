"""What happens to the network in browser tests of pages that work without it; ``set_offline`` of playwright cuts it."""

CONTROLLED = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise(
    (done) => navigator.serviceWorker.addEventListener('controllerchange', done))).then(() => true)"""
"""Waits until the page opens without network."""


def lose_answers(page, address, count):
    """Let the first requests to ``address`` reach the server, and lose what it answers.

    :param page: of playwright, or a context of pages
    :param int count: of requests
    :return: a list that grows with each answer that is lost
    """
    lost = []

    def lose(route):
        if len(lost) < count:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route(address, lose)
    return lost
