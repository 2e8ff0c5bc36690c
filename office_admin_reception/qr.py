"""QR codes as pictures for mails and public pages."""
from io import BytesIO

import qrcode


def make_qr(text):
    """Return a QR code of ``text`` as the bytes of a PNG."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=4)
    code.add_data(text)
    stream = BytesIO()
    code.make_image().save(stream, format='PNG')
    return stream.getvalue()
