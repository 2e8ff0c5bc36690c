from . import office_checklist_role_mixin
from . import office_checklist_template
from . import office_checklist_template_line
from . import office_checklist
from . import office_checklist_task
from . import office_substitution
