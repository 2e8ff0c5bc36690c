from . import visit
from . import res_company
from . import watch
