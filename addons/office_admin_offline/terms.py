"""What every page without network says. It is kept on the phone in each language, and has none of its own."""


def get_terms(env):
    """Return ``{name: text}`` in the language of ``env``; ``{…}`` are filled in by the page."""
    return {
        'login': env._("Log In"),
        'storage': env._(
            "This browser keeps nothing, perhaps since its window is private. Open the page in another one."),
        'sent': env._("All sent"),
        'waiting': env._("{count} to send"),
        'offline': env._("No network · {count} to send"),
        'offline_sent': env._("No network"),
        'try_again': env._("Send Again"),
        'remove': env._("Remove From This Phone"),
        'remove_sure': env._("Remove it? It was sent to nobody, and is lost then."),
        'refused': env._("{count} were not taken. Look at them below."),
        'back': env._("My Office"),
    }
