from . import office_asset_request
from . import office_asset_request_line
from . import maintenance_equipment
