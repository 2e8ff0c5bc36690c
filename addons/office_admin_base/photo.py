"""Photos that people take with their phones: nothing of the file is kept but what is seen in the picture."""
import io

# Odoo freezes the formats that Pillow knows; importing the plugin registers this one
from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401

from odoo.exceptions import UserError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIDE = 1600
"""The longer side of what is kept, in pixels."""

_FORMATS = ('JPEG', 'PNG', 'WEBP')
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, Image.DecompressionBombError)


def read_photo(env, content, side=SIDE):
    """Return the picture in ``content`` anew as JPEG, upright, no larger than ``side``, without any metadata.

    :param bytes content: the file as it was sent; its name and type are not believed
    :raise UserError: it is too large, or no picture of a known kind
    """
    if len(content) > MAX_BYTES:
        raise UserError(env._(
            "The photo is larger than %(size)s MB. Take it with less detail, or choose another one.",
            size=MAX_BYTES // 1024 ** 2))
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        is_huge = picture.width * picture.height > MAX_PIXELS
        upright = None if is_huge else _draw(picture, side)
    except _BROKEN as error:
        raise UserError(env._("This is no photo that can be read. Send a picture as JPEG, PNG or WebP.")) from error
    if is_huge:
        raise UserError(env._(
            "The photo has more than %(count)s million pixels. Take it with less detail, or choose another one.",
            count=MAX_PIXELS // 1_000_000))
    result = io.BytesIO()
    upright.save(result, 'JPEG', quality=85, optimize=True)
    return result.getvalue()


def _draw(picture, side):
    """Return what is seen in ``picture`` on a new white sheet, which carries nothing else of it."""
    picture.draft('RGB', (side, side))  # a JPEG is read no larger than it is needed
    picture.thumbnail((side, side))
    picture = ImageOps.exif_transpose(picture).convert('RGBA')
    sheet = Image.new('RGB', picture.size, 'white')
    sheet.paste(picture, mask=picture.getchannel('A'))
    return sheet
