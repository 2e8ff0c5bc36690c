from . import office_asset_register_vehicle
