from . import office_kiosk_demo
