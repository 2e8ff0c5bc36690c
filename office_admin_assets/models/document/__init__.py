from . import base_sent_links
from . import maintenance_equipment
from . import office_asset_document_mixin
from . import office_asset_line_mixin
from . import office_asset_scan_mixin
