"""The groups of supplies, by their external ids."""
USER = 'office_admin_supplies.group_user'
OFFICER = 'office_admin_supplies.group_officer'
MANAGER = 'office_admin_supplies.group_manager'
AUDITOR = 'office_admin_supplies.group_auditor'
STAFF = f'{OFFICER},{AUDITOR}'  # who read what employees do not, as a field wants it
