"""What only our own code may do is guarded by context variables, which neither context keys nor superuser mode set."""
from contextlib import contextmanager


@contextmanager
def held(variable, value=True):
    """Let ``variable``, a ``ContextVar``, have ``value`` inside the block, and what it had before after it."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
