from . import maintenance_equipment
from . import office_asset_disposal
from . import office_asset_disposal_line
