"""Files as people upload them to imports."""
import io

import openpyxl


def make_xlsx(*rows):
    """Return the content of a spreadsheet of one sheet with ``rows``."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
