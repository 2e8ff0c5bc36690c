"""HTML that says the size of its pages becomes a PDF, and nothing is read on the way but fonts of modules.

Imported when the first page is printed, since WeasyPrint is large.
"""
import logging
import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from odoo.tools import file_path

FONTS = ('.otf', '.ttf', '.woff', '.woff2')

# what a template asks for by /module/static/… is of this server's disk
_BASE_URL = 'file:///'

for _name in ('weasyprint.progress', 'fontTools'):  # which tell of each step
    logging.getLogger(_name).setLevel(logging.WARNING)


class ClosedFetcher(URLFetcher):
    """Opens what stands in the page itself (``data:``) and the fonts that modules bring, and nothing else.

    WeasyPrint's own one reads any file of the server and any address that it reaches, and puts it into the PDF.
    """

    def fetch(self, url, headers=None):
        parts = urlsplit(url)
        if parts.scheme == 'data':
            return super().fetch(url, headers)
        if parts.scheme == 'file' and not parts.netloc:
            return self._fetch_font(url, unquote(parts.path))
        raise ValueError(f"not part of the page: {url}")

    def _fetch_font(self, url, path):
        module, _slash, name = path.lstrip('/').partition('/static/')
        if not name:
            raise ValueError(f"no font of a module: {url}")
        file = Path(file_path(f'{module}/static/{name}', filter_ext=FONTS))
        return URLFetcherResponse(url, file.read_bytes(), {'Content-Type': mimetypes.guess_type(file.name)[0]})


def make_pdf(html):
    """Print ``html``, a whole page as text or bytes of UTF-8, and return the bytes of the PDF.

    A font is named as in any style: ``@font-face { … src: url(/module/static/fonts/name.ttf) }``. Pictures stand in
    the page, as ``data:``. What cannot be had is left out, and named in the log.
    """
    html = html.decode() if isinstance(html, bytes) else str(html)
    return HTML(string=html, base_url=_BASE_URL, url_fetcher=ClosedFetcher(allow_redirects=False)).write_pdf()
