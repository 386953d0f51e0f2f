# Access log analysis by DuckDB. Its CSV reader splits the fields, faster than a regular expression a line.
import sys

import duckdb

path, threads = sys.argv[1:]
con = duckdb.connect()
con.execute(f"SET threads = {threads}")
names = ["client", "ident", "login", "at", "zone", "request", "status", "bytes", "referer", "agent", "seconds"]
columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
con.execute(f"""
CREATE TEMP TABLE log AS SELECT
  client,
  strftime(strptime("at" || "zone", '[%d/%b/%Y:%H:%M:%S%z]'), '%Y-%m-%dT%H:%MZ') AS minute,
  split_part(request, ' ', 1) || ' ' || regexp_replace(split_part(split_part(request, ' ', 2), '?', 1), '/[0-9]+', '/:id', 'g') AS route,
  CASE WHEN status >= '500' THEN 1 ELSE 0 END AS error,
  CAST(seconds AS DOUBLE) * 1000 AS ms
FROM read_csv('{path}', columns = {{{columns}}}, delim = ' ', quote = '"', escape = '\\', header = false, auto_detect = false)
""")
con.execute("SET TimeZone = 'UTC'")
quantiles = "approx_quantile(ms, [0.5, 0.95, 0.99])"
for section in ["route", "client", "minute"]:
    extra = f", {quantiles}" if section == "route" else ""
    for row in con.execute(f"SELECT {section}, count(*), sum(error){extra} FROM log GROUP BY {section}").fetchall():
        print(section, *row, sep="\t")
