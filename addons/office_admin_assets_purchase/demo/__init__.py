from . import office_asset_purchase_demo
