"""What the page of the roll call says, beside what every page without network says."""


def get_roll_terms(env):
    """Return ``{name: text}`` in the language of ``env``; ``{…}`` are filled in by the page."""
    return {
        'title': env._("Roll Call"),
        'first': env._("Log in once while there is network. Then this page shows who is in the house without it."),
        'expired': env._("You are logged out. Go on marking; log in again to send what you have said."),
        'others': env._("{count} said by {name} still wait on this phone. They are sent when {name} logs in here."),
        'https': env._(
            "This page works at an address with https only, without which a browser keeps nothing. An administrator "
            "sets it up."),
        'no_warden': env._(
            "This page is for the front desk and the wardens. An administrator gives the right “Warden: Roll call”."),
        'as_of': env._("In the house as of {time}: {count}"),
        'nobody': env._("Nobody is in the house, as far as is known."),
        'choose': env._("Whose people?"),
        'start_real': env._("Start: Emergency"),
        'start_drill': env._("Start: Drill"),
        'start_sure': env._("Start the roll call of {name} now?"),
        'real': env._("Emergency"),
        'drill': env._("Drill"),
        'running': env._("{kind} since {time}"),
        'end': env._("End the Roll Call"),
        'end_sure': env._("{count} were not found safe yet. End the roll call?"),
        'end_all': env._("All are safe. End the roll call?"),
        'find': env._("Find a name, a firm, a place"),
        'filter_find': env._("To find: {count}"),
        'filter_missing': env._("Missing: {count}"),
        'filter_safe': env._("Safe: {count}"),
        'safe': env._("Safe"),
        'missing': env._("Missing"),
        'open': env._("Not Seen Yet"),
        'where': env._("Where is this person, or was seen last?"),
        'call': env._("Call {phone}"),
        'said': env._("{status}, said by {who} at {time}"),
        'done': env._("{name}: {status}"),
        'undo': env._("Undo"),
        'close': env._("Close"),
        'somebody': env._("Somebody Who Is Not on the List"),
        'somebody_name': env._("Full name"),
        'somebody_safe': env._("Is Safe"),
        'guest': env._("Guest"),
        'contractor': env._("Contractor"),
        'employee': env._("Employee"),
        'other': env._("Not on the List"),
        'all_safe': env._("Everybody is safe."),
    }
