from . import office_checklist_step
