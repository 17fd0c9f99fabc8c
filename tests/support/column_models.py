"""Read models of leads that are nothing but what lists said of them."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pyroaring import BitMap
from easycrm.folding import folded, other_forms
from easycrm.leads.columns.keys import column_key
from easycrm.leads.columns.readings import readings_of
def model_of(leads):
    m=sqlite3.connect(":memory:"); m.row_factory=sqlite3.Row

@contextmanager
def model_of(leads):
    m = _model([[(h, *(t if isinstance(t, tuple) else (t, "u1"))) for h, t in lead.items()] for lead in leads])
    yield m
    m.close()
def _model(leads):
    m=sqlite3.connect(":memory:"); m.row_factory=sqlite3.Row
    m.executescript("""CREATE TABLE headers (id INTEGER PRIMARY KEY, header TEXT UNIQUE, key TEXT, leads BLOB);
CREATE TABLE texts (id INTEGER PRIMARY KEY, header INTEGER, text TEXT, folded TEXT, also TEXT, count INTEGER, point REAL, comma REAL, dayFirst REAL, monthFirst REAL, leads);
CREATE TABLE lists (header INTEGER, upload INTEGER, leads INTEGER, PRIMARY KEY (header, upload)) WITHOUT ROWID;""")
    hs={};ts={};ls={}
    for n,lead in enumerate(leads,1):
        for header,text,upload in lead:
            hs.setdefault(header,set()).add(n); ts.setdefault((header,text),set()).add(n); ls.setdefault((header,upload),set()).add(n)
    ids={h:i for i,h in enumerate(hs,1)}
    for h,s in hs.items(): m.execute("INSERT INTO headers VALUES(?,?,?,?)",(ids[h],h,column_key(h),BitMap(s).serialize()))
    for (h,t),s in ts.items(): m.execute("INSERT INTO texts(header,text,folded,also,count,point,comma,dayFirst,monthFirst,leads) VALUES(?,?,?,?,?,?,?,?,?,?)",(ids[h],t,folded(t),other_forms(t),len(s),*readings_of(t),next(iter(s)) if len(s)==1 else BitMap(s).serialize()))
    for (h,u),s in ls.items(): m.execute("INSERT INTO lists VALUES(?,?,?)",(ids[h],u,len(s)))
    return m
