"""Months by name, as dates of lists have them, and short forms of theirs."""

from easycrm.folding import folded

NAMES = """
january jan januar jänner januari janvier janv enero ene gennaio gen janeiro stycznia styczeń ocak ledna
february feb febr februar februari février févr febrero febbraio fevereiro fev lutego luty şubat februarie února
march mar märz mär mrz maart mrt mars marts marzo março marca marzec mart maret mac březen března
april apr avril avr abril abr aprile kwietnia kwiecień nisan aprilie duben dubna
may mai maj mei mayo maggio mag maio maja mayıs květen května
june jun juni juin junio giugno giu junho czerwca czerwiec haziran červen června
july jul juli juillet juil julio luglio lug julho lipca lipiec temmuz julai červenec července
august aug août agosto ago augustus augusti sierpnia sierpień ağustos agustus ogos srpen srpna
september sept sep septembre septiembre settembre sett set setembro septembar września wrzesień eylül září
october oct oktober okt octobre octubre ottobre ott outubro out października październik ekim říjen října
november nov novembre noviembre novembro kasım
december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des grudnia grudzień aralık disember
"""

MONTHS = {folded(name): number for number, line in enumerate(NAMES.strip().split("\n"), 1) for name in line.split()}
"""The number of a month by its name, without case and accents. `listopad` is none: it is two months."""
