"""PostgreSQL's advisory locks, each with a number of its own: who takes one waits for nobody but those who take the same.

With two numbers the second is the source's: one lock for each source. Held to the end of the transaction, but for `DELETION`,
which its session holds over many: it goes with the connection, however the worker ends.
"""

PARTITIONS = 7_301_001  # making a month's partition
PARTIES = 7_301_002  # finding and making parties by their keys
ROLLUPS = 7_301_003  # a source's sums
SUGGESTIONS = 7_301_004  # comparing names
CUSTOMERS = 7_301_005  # counting how far records resolve
DELETION = 7_301_009  # removing a source
TOKENS = 7_301_010  # getting a source's new token
CLAIMS = 7_301_011  # drawing what systems say of who held what
