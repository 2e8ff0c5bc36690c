from . import visit
from . import checklist
from . import res_company
from . import watch
