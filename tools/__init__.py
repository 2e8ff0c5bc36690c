"""What the ``office`` command does; nothing in here is needed by a server that runs the add-ons."""
