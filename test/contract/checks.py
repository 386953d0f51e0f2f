"""Checks of our own, beside those of schemathesis: which codes valid data may meet, and that each operation was tried enough."""

import json
import os
import threading
from collections import Counter

import schemathesis

# What a client can rule out by keeping to the document: valid data must never meet one of these.
FORM = {"VALIDATION_FAILED", "MALFORMED_JSON", "IDEMPOTENCY_KEY_INVALID", "UNSUPPORTED_MEDIA_TYPE"}


@schemathesis.check
def valid_data_is_refused_by_rules_only(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    if "problem+json" not in response.headers.get("content-type", [""])[0]:
        return
    code = response.json().get("code")
    assert code not in FORM, f"The document allows this request, and it was refused with {code}: {response.text}"


@schemathesis.check
class EveryOperationIsTriedAndSucceeds:
    """Writes how often each operation was tried, by status, and fails if one was tried too seldom or never succeeded."""

    def __init__(self):
        self.lock = threading.Lock()
        self.cases = {}
        self.statuses = {}

    def after_response(self, ctx, response, case):
        label = f"{case.operation.method.upper()} {case.operation.path}"
        with self.lock:
            self.cases.setdefault(label, set()).add(case.id)
            self.statuses.setdefault(label, Counter())[response.status_code] += 1

    def after_run(self, ctx):
        counts = {
            label: {"cases": len(ids), "statuses": dict(sorted(self.statuses[label].items()))}
            for label, ids in sorted(self.cases.items())
        }
        with open(os.environ["CONTRACT_COUNTS"], "w", encoding="utf-8") as file:
            json.dump(counts, file, indent=2)
        wanted = int(os.environ["CONTRACT_CASES"])
        seldom = [label for label, count in counts.items() if count["cases"] < wanted]
        assert not seldom, f"tried fewer than {wanted} times: {', '.join(seldom)}"
        failing = [label for label, count in counts.items() if not any(200 <= status < 300 for status in count["statuses"])]
        assert not failing, f"never answered 2xx: {', '.join(failing)}"
