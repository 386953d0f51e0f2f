"""Our checks in addition to schemathesis's: the error codes that valid data may get, and enough tries of each operation."""

import json
import os
import re
import threading
from collections import Counter

import schemathesis

# Errors that a client rules out by following the document: valid data must never get one of these.
FORM = {"VALIDATION_FAILED", "MALFORMED_JSON", "IDEMPOTENCY_KEY_INVALID", "UNSUPPORTED_MEDIA_TYPE"}

# Rules about the form of a text that no pattern says which readers of documents can also generate from.
UNSAID = ("There are at most 64 characters before the @",)


def is_unsaid(problem):
    """Whether the document says none of the rules that refused the request."""
    messages = [error.get("message", "") for error in problem.get("errors", [])]
    return bool(messages) and all(text.startswith(UNSAID) for text in messages)


@schemathesis.check
def valid_data_is_refused_by_rules_only(ctx, response, case):
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code < 400:
        return
    if "problem+json" not in response.headers.get("content-type", [""])[0]:
        return
    problem = response.json()
    if is_unsaid(problem):
        return
    code = problem.get("code")
    assert code not in FORM, f"The document allows this request, and it was refused with {code}: {response.text}"


PRODUCTS = os.environ["CONTRACT_PRODUCTS"].split(",")


@schemathesis.hook
def map_body(ctx, body):
    """Puts existing products into the items of a list, where no dictionary reaches. Other errors of an item stay."""
    if ctx.operation.path != "/api/stock" or not isinstance(body, dict) or not isinstance(body.get("items"), list):
        return body
    for item, product in zip(body["items"], PRODUCTS):
        if len(body["items"]) % 2 and isinstance(item, dict) and re.fullmatch("[0-9A-Za-z]{16}", str(item.get("productId"))):
            item["productId"] = product
    return body


TOKENS = {f"Bearer {token}" for token in os.environ["CONTRACT_TOKENS"].split(",")}
LEAVER = f"Bearer {os.environ['CONTRACT_LEAVER']}"


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Signs out a user whom nothing else needs: after a sign-out, most other operations refuse the token."""
    if case.operation.method.upper() != "DELETE" or case.operation.path != "/api/sessions":
        return
    for headers in (case.headers, kwargs.get("headers")):
        if headers and headers.get("Authorization") in TOKENS:
            headers["Authorization"] = LEAVER


# Operations that cannot succeed in this run: the reason, and the test in which they do.
NEVER_2XX = {
    "POST /api/orders/{orderId}/cancel": "only for an order in progress: test/local/orders/orders.test.ts",
    "POST /api/jobs/uploads/{uploadId}/complete": "needs the ETags of its parts: test/local/jobs/jobs-uploads.test.ts",
    "POST /api/media/{mediaId}/complete": "only when all its parts exist: test/local/media/video-parts.test.ts",
    "PUT /api/faults/payments": "forbidden here, since it makes other requests fail: test/local/payments/provider-away.test.ts",
    "POST /api/me/email-verifications/confirm": "needs a code from a mail: test/local/users/recovery.test.ts",
    "POST /api/password-resets/confirm": "needs a code from a mail: test/local/users/recovery.test.ts",
    "POST /api/payments/webhooks": "needs a signature of the current minute: test/local/payments/payments.test.ts",
}


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
        failing = [
            label
            for label, count in counts.items()
            if label not in NEVER_2XX and not any(200 <= status < 300 for status in count["statuses"])
        ]
        assert not failing, f"never answered 2xx: {', '.join(failing)}"
