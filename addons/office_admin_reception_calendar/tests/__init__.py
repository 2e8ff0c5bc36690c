from . import test_calendar_event
from . import test_privacy
