class Figures:
    """What one quota allows a person or department in a period, and what of it is gone.

    All numbers in the unit of the quota: that of the product, or money at cost.
    """

    def __init__(self, quota, entitled, day, is_open, has_shared=False):
        self.quota = quota
        self.entitled = entitled
        # whether the user may know these numbers: they say what was asked for, secret requests included
        self.is_open = is_open
        self.has_shared = has_shared  # whether what the person asked for their whole department counts, too
        self.start, self.renewal = quota._get_period(day)
        self.used = self.pending = self.asked = 0.0

    @property
    def left(self):
        return max(self.quota._get_limit() - self.used - self.pending, 0.0)

    @property
    def excess(self):
        over = self.used + self.pending + self.asked - self.quota._get_limit()
        # what is over already without this request is not its fault, but what it adds is
        return min(over, self.asked) if over > 1e-6 and self.asked else 0.0

    @property
    def key(self):
        return self.quota.id, self.entitled.id, self.start

    def get_limit_words(self):
        """Say to others that the quota is passed, and nothing of what was asked for before."""
        quota = self.quota
        return quota.env._(
            "%(goods)s for %(whose)s in %(period)s: with the %(asked)s asked for it is more than %(limit)s",
            goods=quota._get_goods_name(), whose=self.entitled.sudo().name, period=quota._get_period_name(self.start),
            asked=quota._format(self.asked), limit=quota._format(quota._get_limit()))

    def get_words(self):
        return self.get_excess_words() if self.is_open else self.get_limit_words()

    def get_short_words(self):
        quota = self.quota
        return quota.env._(
            "%(used)s used · %(pending)s pending · %(left)s left", used=quota._format(self.used, has_unit=False),
            pending=quota._format(self.pending, has_unit=False), left=quota._format(self.left, has_unit=False))

    def get_excess_words(self):
        quota = self.quota
        return quota.env._(
            "%(goods)s for %(whose)s in %(period)s: %(asked)s asked for, but only %(left)s of %(limit)s left "
            "(%(used)s used, %(pending)s pending)",
            goods=quota._get_goods_name(), whose=self.entitled.sudo().name, period=quota._get_period_name(self.start),
            asked=quota._format(self.asked), left=quota._format(self.left), limit=quota._format(quota._get_limit()),
            used=quota._format(self.used), pending=quota._format(self.pending))
