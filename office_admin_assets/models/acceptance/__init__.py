from . import office_asset_acceptance
from . import office_asset_acceptance_line
from . import office_asset_acceptance_check
from . import office_asset_request
