from . import maintenance_equipment
from . import office_asset_slip
from . import office_asset_stocktake
from . import office_asset_stocktake_team
from . import office_asset_stocktake_line
