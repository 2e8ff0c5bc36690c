"""What the user sees: one line per step with the time it took, and failures as one plain line."""

import sys
import time
from contextlib import contextmanager

_stream = sys.stdout
_line_is_open = False       # a step is shown without its line end yet
_shows_beginning = True     # of a step, until it is done


class Failure(Exception):
    """Something that the user can mend. The message says what is wrong and what to do.

    :param details: lines of a log, shown above the message
    """

    def __init__(self, message, details=()):
        super().__init__(message)
        self.details = tuple(details)


def say(text='', end='\n'):
    """Print a line at once, also when the output goes to a file or a pipe."""
    global _line_is_open
    start = '\n' if _line_is_open and not text.startswith('\r') else ''
    _line_is_open = not end
    print(start + text, end=end, file=_stream, flush=True)


def leave_output_to_program():
    """From now on report on the error output: the output belongs to the program that is run for the user."""
    global _stream
    _stream = sys.stderr


def show_finished_steps_only():
    """From now on leave the open line of the screen to another process, beside which this one works."""
    global _shows_beginning
    _shows_beginning = False


@contextmanager
def step(text):
    """Show ``text`` while the work goes on, and with its duration when it is done."""
    start = time.monotonic()
    on_screen = _stream.isatty()
    if on_screen and _shows_beginning:
        say(f"[  …    ] {text}", end='')
    try:
        yield
    except BaseException:
        if on_screen:
            say(f"\r\033[K[  not  ] {text}")
        raise
    say(('\r\033[K' if on_screen else '') + f"[{time.monotonic() - start:5.1f} s] {text}")


def report(failure):
    """Print a :class:`Failure` the way that every command ends with one."""
    for line in failure.details:
        print(f"    {line}", file=sys.stderr)
    print(f"office: {failure}", file=sys.stderr, flush=True)
