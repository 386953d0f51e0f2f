# Word count by mrjob, in one process.
import re

from mrjob.job import MRJob

WORD = re.compile(r"[a-z0-9]+")


class CountWords(MRJob):
    def mapper(self, _, line):
        for word in WORD.findall(line.lower()):
            yield word, 1

    def combiner(self, word, counts):
        yield word, sum(counts)

    def reducer(self, word, counts):
        yield word, sum(counts)


if __name__ == "__main__":
    CountWords.run()
