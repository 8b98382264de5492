"""How a question bank written for people is read. Pure.

lines      what a reader of files hands over: numbered lines
tokens     one line -> what its parts look like (a number, an option, `答案：` …)
blocks     tokens -> raw items: which line belongs to which item
table      rows of a worksheet -> raw items
items      a raw item -> a sound item, or the reason why not
reading    a whole file: items, rejections, declarations, and the lines nobody claimed
"""
