from . import uom_uom
from . import product_template
from . import product_product
from . import office_supply_request
