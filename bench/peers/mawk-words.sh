# Word count by mawk.
mawk -F '[^A-Za-z0-9]+' '{ for (i = 1; i <= NF; i++) if ($i != "") count[tolower($i)]++ } END { for (word in count) print word "\t" count[word] }' "$1"
