from . import office_public_pages
