from . import office_asset_slip
from . import office_asset_slip_line
from . import office_asset_custody
from . import maintenance_equipment
from . import office_asset_request
from . import maintenance_request
