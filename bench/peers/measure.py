# Runs a command with its output in a file, and prints the time of all its processes together.
import json
import resource
import subprocess
import sys
import time

started = time.time()
with open(sys.argv[1], "wb") as out:
    code = subprocess.run(sys.argv[2:], stdout=out).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": code, "cpu": used.ru_utime + used.ru_stime, "wall": time.time() - started}))
