"""One appointment as a calendar file, as RFC 5545 says and mail programs read it."""
from datetime import datetime
from typing import NamedTuple

MAX_OCTETS = 75
"""Of a line, RFC 5545 3.1."""


class Appointment(NamedTuple):
    """What stands in the file; moments are UTC without a time zone."""

    uid: str
    sequence: int
    begin: datetime
    end: datetime
    summary: str
    location: str
    description: str
    organiser: tuple[str, str]
    """Name and address."""
    attendee: tuple[str, str]
    """Name and address."""


def make_calendar(appointment, now, is_cancelled=False):
    """Return the bytes of a calendar file that invites to ``appointment``, or takes the invitation back.

    :param datetime now: when it is sent (UTC)
    """
    lines = [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Office Admin//Reception//EN',
        f'METHOD:{"CANCEL" if is_cancelled else "REQUEST"}',
        'BEGIN:VEVENT',
        f'UID:{appointment.uid}',
        f'SEQUENCE:{appointment.sequence}',
        f'DTSTAMP:{_moment(now)}',
        f'DTSTART:{_moment(appointment.begin)}',
        f'DTEND:{_moment(appointment.end)}',
        f'SUMMARY:{_text(appointment.summary)}',
        f'LOCATION:{_text(appointment.location)}',
        f'DESCRIPTION:{_text(appointment.description)}',
        f'ORGANIZER;CN={_parameter(appointment.organiser[0])}:mailto:{appointment.organiser[1]}',
        f'ATTENDEE;CN={_parameter(appointment.attendee[0])};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE'
        f':mailto:{appointment.attendee[1]}',
        f'STATUS:{"CANCELLED" if is_cancelled else "CONFIRMED"}',
        'END:VEVENT',
        'END:VCALENDAR',
    ]
    return b''.join(_fold(line) for line in lines)


def _moment(moment):
    return f'{moment:%Y%m%dT%H%M%SZ}'


def _text(text):
    for character in '\\;,':
        text = text.replace(character, f'\\{character}')
    return '\\n'.join(text.splitlines())


def _parameter(text):
    """Return ``text`` in quotation marks, in which neither they nor the ends of lines may stand."""
    return '"{}"'.format(' '.join(text.replace('"', "'").split()))


def _fold(line):
    """Return ``line`` as bytes, folded without cutting a character in two."""
    parts, part = [], b''
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > MAX_OCTETS:
            parts.append(part)
            part = b' '
        part += octets
    return b'\r\n'.join([*parts, part]) + b'\r\n'
