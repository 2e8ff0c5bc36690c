from . import visit
from . import res_company
