"""An address as a QR code (ISO/IEC 18004) on a paper.

By `qrcode`, which comes with django-allauth's second factor anyway; segno would be a second one for
the same. Packages of typst are fetched from the network, which no paper of ours asks.
"""

from itertools import groupby

QUIET = 4  # modules of white around it, as the standard wants


def code_of(address: str) -> str:
    """The code as SVG, a dark run of modules each a rectangle; readable with 15% of it spoiled."""
    import qrcode  # slow import

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    rows = code.get_matrix()
    runs = "".join(
        f"M{start} {line}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _dark(row)
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{runs}"/></svg>'
    )


def _dark(row: list[bool]) -> list[tuple[int, int]]:
    """Where each dark run of the row begins, and how long it is."""
    runs, at = [], 0
    for is_dark, those in groupby(row):
        length = len(list(those))
        if is_dark:
            runs.append((at, length))
        at += length
    return runs
