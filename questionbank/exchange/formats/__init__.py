"""Question files of other systems, read into the raw items of `exchange.rules` and written.

found     what a reader made of one item, and how it becomes a raw item
notes     what a format has no place for, as labelled lines; the material of a case before a stem
markup    XML and HTML from strangers
aiken     plain text, one right letter
gift      Moodle's plain text; `gift_writing` writes it
moodle    Moodle's XML; `cloze` its embedded answers; `moodle_writing` writes it
qti       items of QTI 2.1, 2.2 and 3.0; `package` their ZIP; `qti_writing` writes QTI 3.0
sheets    workbooks; `papers` Word documents for print
sniffing  which of these a file is
"""
