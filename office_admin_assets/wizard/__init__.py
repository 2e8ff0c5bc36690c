from . import office_asset_register
from . import office_asset_change
from . import office_asset_correct
from . import office_asset_import
from . import office_asset_disposal_record
from . import office_asset_fault
from . import office_asset_substitute
