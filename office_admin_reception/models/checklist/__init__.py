from . import office_checklist_template
