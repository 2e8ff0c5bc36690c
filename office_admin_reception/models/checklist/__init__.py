from . import office_checklist_template
from . import res_company
