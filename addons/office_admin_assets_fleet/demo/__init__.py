from . import office_asset_fleet_demo
