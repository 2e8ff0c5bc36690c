"""Read the spreadsheets that people upload: whatever wrote them, to one kind of sheet, rows and cells."""
from .cells import code_key, name_key
from .files import open_sheets
from .table import find_table
from .values import CodeIndex, Read, read_code, read_date, read_number, read_text

__all__ = ['CodeIndex', 'Read', 'code_key', 'find_table', 'name_key', 'open_sheets', 'read_code', 'read_date',
           'read_number', 'read_text']
