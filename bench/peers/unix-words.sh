# Word count by the tools of 1979, sorted by bytes, their fastest order.
tr -cs 'A-Za-z0-9' '\n' < "$1" | tr 'A-Z' 'a-z' | LC_ALL=C sort | uniq -c
