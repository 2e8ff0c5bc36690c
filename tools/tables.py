"""Tables in Markdown, for the output of commands."""


def table(rows):
    """The lines of a Markdown table, one column per key, numbers to the right."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [columns, *([_shown(row.get(column)) for column in columns] for row in rows)]
    widths = [max(len(line[index]) for line in cells) for index in range(len(columns))]
    to_right = [all(_is_number(row.get(column)) for row in rows) for column in columns]
    marks = ['-' * (width - right) + ':' * right for width, right in zip(widths, to_right, strict=True)]

    def line(values):
        padded = (value.rjust(width) if right else value.ljust(width)
                  for value, width, right in zip(values, widths, to_right, strict=True))
        return f"| {' | '.join(padded)} |"

    return [line(cells[0]), line(marks), *map(line, cells[1:])]


def _is_number(value):
    return value is None or isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value):
    if isinstance(value, bool):
        return 'yes' if value else 'NO'
    if isinstance(value, float):
        return f'{value:.3g}' if abs(value) < 100 else f'{value:.0f}'
    return '' if value is None else str(value)
