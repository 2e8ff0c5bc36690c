from . import test_calendar_event
