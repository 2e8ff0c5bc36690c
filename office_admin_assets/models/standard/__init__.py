from . import office_asset_standard
from . import office_asset_request
from . import office_asset_request_line
