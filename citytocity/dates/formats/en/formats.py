"""How Django and Wagtail write days in English; of what is not here Django's own forms hold.

Django's English is that of America, "Nov. 26, 2026, 2:30 p.m."; our pages say "26 November 2026".
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
