from . import maintenance_equipment
from . import office_asset_acceptance
from . import office_asset_acceptance_line
from . import office_asset_disposal
from . import office_asset_disposal_line
