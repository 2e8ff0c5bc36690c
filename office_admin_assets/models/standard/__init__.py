from . import office_asset_standard
from . import office_asset_request
from . import office_asset_request_line
from . import office_asset_acceptance
from . import office_asset_acceptance_line
