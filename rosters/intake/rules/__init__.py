"""Reading rosters as they come: where the table is, what its cells mean, who a row is about.

Pure: values in, values or refusals out. A refusal here is the reason why one row is rejected.
"""
