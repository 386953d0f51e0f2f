# Word count by Lithops on this machine: one function for each of eight byte ranges, and one that adds up.
import os
import sys
from collections import Counter

import lithops


def count(path, start, end):
    import re
    from collections import Counter

    with open(path, "rb") as file:
        file.seek(max(0, start - 1))
        if start > 0:
            file.readline()
        lines = []
        while file.tell() < end:
            lines.append(file.readline())
    return Counter(re.findall(r"[a-z0-9]+", b"".join(lines).decode("latin-1").lower()))


def main():
    path = sys.argv[1]
    size = os.path.getsize(path)
    config = {"lithops": {"backend": "localhost", "storage": "localhost", "monitoring": "storage", "telemetry": False}}
    executor = lithops.FunctionExecutor(config=config, log_level="ERROR")
    executor.map(count, [(path, size * i // 8, size * (i + 1) // 8) for i in range(8)])
    for word, times in sum(executor.get_result(), Counter()).items():
        print(f"{word}\t{times}")


if __name__ == "__main__":
    main()
