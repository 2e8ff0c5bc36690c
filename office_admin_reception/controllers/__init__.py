from . import office_kiosk_pages
