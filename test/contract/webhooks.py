"""A receiver of webhooks in Python: takes what is signed, and nothing that was changed. Reads messages from a file."""

import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError


def believed(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


with open(sys.argv[1], encoding="utf-8") as file:
    messages = json.load(file)
for message in messages:
    secrets, other, body, headers = (message[name] for name in ("secrets", "other", "body", "headers"))
    later = str(int(headers["webhook-timestamp"]) + 1)
    verdicts = [believed(secret, body, headers) for secret in secrets] + [
        not believed(other, body, headers),
        not believed(secrets[0], body + " ", headers),
        not believed(secrets[0], body, {**headers, "webhook-id": "another"}),
        not believed(secrets[0], body, {**headers, "webhook-timestamp": later}),
    ]
    if not all(verdicts):
        sys.exit(f"{verdicts} for {message}")
print(f"{len(messages)} webhooks")
