# Inverted index by DuckDB: writes each word's documents and positions as a JSON file.
import sys

import duckdb

folder, threads, out = sys.argv[1:]
con = duckdb.connect()
con.execute(f"SET threads = {threads}")
con.execute(f"""
CREATE TABLE index AS
WITH documents AS (
  SELECT parse_filename(filename) AS doc,
         list_filter(string_split(translate(lower(content), ',.' || chr(10), '   '), ' '), lambda word: word <> '') AS words
  FROM read_text('{folder}/*')
), places AS (
  SELECT doc, unnest(words) AS word, generate_subscripts(words, 1) - 1 AS position FROM documents
), postings AS (
  SELECT word, doc, list(position ORDER BY position) AS positions FROM places GROUP BY word, doc
)
SELECT word, list({{'doc': doc, 'positions': positions}} ORDER BY doc) AS postings FROM postings GROUP BY word
""")
con.execute(f"COPY index TO '{out}' (FORMAT json)")
