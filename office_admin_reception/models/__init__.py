from . import visit
from . import checklist
from . import kiosk
from . import res_company
from . import watch
