import io
import struct
import zlib

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..photo import MAX_BYTES, read_photo


def make_photo(kind='JPEG', size=(400, 200), mode='RGB', color='red', **options):
    content = io.BytesIO()
    Image.new(mode, size, color).save(content, kind, **options)
    return content.getvalue()


def make_bomb(width, height):
    """Return a PNG of a few bytes that says it has this size."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    head = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b'\0' * 100)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', data) + chunk(b'IEND', b'')


@tagged('post_install', '-at_install')
class TestPhoto(TransactionCase):

    def _read(self, content, **kwargs):
        result = read_photo(self.env, content, **kwargs)
        picture = Image.open(io.BytesIO(result))
        self.assertEqual(picture.format, 'JPEG')
        return result, picture

    def test_each_kind_becomes_a_small_jpeg(self):
        for kind in ('JPEG', 'PNG', 'WEBP'):
            with self.subTest(kind):
                _result, picture = self._read(make_photo(kind, (3200, 1600)))
                self.assertEqual(picture.size, (1600, 800))
                self.assertEqual(self._read(make_photo(kind))[1].size, (400, 200))
        _result, picture = self._read(make_photo('PNG', mode='RGBA', color=(0, 0, 0, 0)))
        self.assertEqual(picture.getpixel((5, 5)), (255, 255, 255))

    def test_it_is_upright_and_says_nothing_of_place_or_device(self):
        exif = Image.Exif()
        exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Spy Phone", {1: 'N', 2: (31.0, 14.0, 0.0)}
        result, picture = self._read(make_photo(exif=exif, comment=b"my secret"))
        self.assertEqual(picture.size, (200, 400))
        self.assertFalse(picture.getexif())
        for trace in (b'Exif', b'Spy Phone', b'my secret'):
            self.assertNotIn(trace, result)

    def test_what_hides_behind_a_picture_is_gone(self):
        for hidden in (b'<script>alert(1)</script>', b'PK\x03\x04 archive', b'%PDF-1.7'):
            result, _picture = self._read(make_photo() + hidden)
            self.assertNotIn(hidden, result)

    def test_what_is_no_picture_is_refused(self):
        broken = make_photo(size=(800, 800), color='blue')
        for content in (
                b'', b'nothing', b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'GIF89a' + make_photo('GIF')[6:],
                make_photo('BMP'), make_photo('TIFF'), broken[:400], make_bomb(100, 100)[:-30],
                b'\xff\xd8\xff' + b'x' * 99):
            with self.subTest(content[:20]), self.assertRaisesRegex(UserError, "no photo that can be read"):
                read_photo(self.env, content)

    def test_what_is_too_large_is_refused(self):
        with self.assertRaisesRegex(UserError, "larger than 8 MB"):
            read_photo(self.env, b'x' * (MAX_BYTES + 1))
        with self.assertRaisesRegex(UserError, "50 million pixels"):
            read_photo(self.env, make_bomb(8000, 8000))
        with self.assertRaises(UserError):
            read_photo(self.env, make_bomb(60000, 60000))
