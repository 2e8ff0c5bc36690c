"""Which part of the lists of public holidays a state of Odoo belongs to, where neither its code nor its name says so.

Codes are those of Odoo's own states. What stands nowhere here and bears no name of a part has no list of its own:
dissolved counties (Norway 2024), territories and armed forces abroad, provinces with parts of two language communities
(Liège), and provinces of the Netherlands, whose parts differ in school holidays only.
"""

AREAS = {
    'BE': {'Flemish': 'VAN VBR VLI VOV VWV', 'French': 'WBR WHT WLX WNA'},
    'ES': {
        'AN': 'AL CA CO GR H J MA SE', 'AR': 'HU TE Z', 'CL': 'AV BU LE P SA SG SO VA ZA', 'CM': 'AB CR CU GU TO',
        'CN': 'GC TF', 'CT': 'B GI L T', 'EX': 'BA CC', 'GA': 'C LU OR PO', 'IB': 'PM', 'NC': 'NA', 'PV': 'BI SS VI',
        'VC': 'A CS V',
    },
    'GB': {
        'ENG': 'A9 B5 B7 C1 C5 C7 D1 E1 E9 F1 F3 F5 F7 G7 G9 H3 I1 I3 I5 N9 O1 O5 P5 P7 P9 Q1 Q3 Q9 R5 R7 R9 S1 S3 S5 '
               'S7 U5 U7 V1 V3 V5 V9 W1 W5 W7 X3 X5 X7 Y1 Y3',
        'NIR': 'D5 D7 D9 E3 E5 E7',
        'SCT': 'A1 A5 A7 B1 B3 B9 C3 C9 F9 G1 G5 H1 I7 I9 J1 J3 J5 J7 J9 K1 K3 K5 K7 K9 L1 L2 L5 L7 M1 M3 M5 M7 M9 N1 '
               'N3 N5 N7 O7 O9 P1 P3 Q7 R1 R3 S9 T1 T5 T7 T9 U3 V7 W3 X1 X9',
        'WLS': 'D3 G3 H7 H9 Q5 T3 U9 W9',
    },
    'IN': {'DH': 'DD DN'},
    'IT': {'NU': 'OG', 'SS': 'OT', 'SU': 'CI VS'},
}
AREA_OF_STATE = {
    country: {code: part for part, codes in parts.items() for code in codes.split()}
    for country, parts in AREAS.items()}
