"""Signs Schemathesis in and gives it an organization, an upgrade and a receipt that exist."""

import os
import random
import uuid

import requests
import schemathesis

ORIGIN = os.environ["API_ORIGIN"]
API = f"{ORIGIN}/api/v1"
OWNER = "owner@example.com"
OTHERS = ["billing@example.com", "admin@example.com", "user@example.com"]
HARBOR_QA = 101
LARGEST_ID = 2**63 - 1
TESTCLOUD = f"{API}/organizations/{HARBOR_QA}/testcloud"


def sign_in(email):
    session = requests.Session()
    session.headers["Origin"] = ORIGIN
    session.post(f"{API}/session", json={"email": email, "password": "testops"}, timeout=30).raise_for_status()
    return session


def answer(response):
    response.raise_for_status()
    return response.json()


def upgrade_request(session):
    """The headers and the body that pay for one more session."""
    subscription = answer(session.get(f"{TESTCLOUD}/subscription", timeout=30))
    now = subscription["engine"]["subscription"]
    target = {"sessions": now["sessions"] + 1, "cycle": now["cycle"]}
    quote = answer(session.post(f"{TESTCLOUD}/quotes", json={"target": target}, timeout=30))
    headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": f'"{quote["version"]}"'}
    body = {
        "quoteId": quote["id"],
        "quoteHash": quote["quoteHash"],
        "seal": quote["seal"],
        "expectedDueMinor": quote["output"]["amountDueMinor"],
        "paymentMethodId": subscription["paymentMethod"]["id"],
    }
    return headers, body


owner = sign_in(OWNER)
# Sign-ins of one person are limited.
SESSIONS_TO_END = [sign_in(email).cookies["tcu_session"] for email in OTHERS * 13]
headers, body = upgrade_request(owner)
paid = answer(owner.post(f"{TESTCLOUD}/upgrades", headers=headers, json=body, timeout=30))
KNOWN = {
    "org": HARBOR_QA,
    "id": paid["attempt"]["id"],
    "number": paid["receipt"]["number"],
}


@schemathesis.auth()
class SignedIn:
    def get(self, case, context):
        return owner.cookies["tcu_session"]

    def set(self, case, data, context):
        if case.operation.label == "DELETE /api/v1/session":
            data = SESSIONS_TO_END.pop() if SESSIONS_TO_END else "ended"
        case.cookies = {**(case.cookies or {}), "tcu_session": data}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Most calls name what exists; the others find nothing there."""
    org = (path_parameters or {}).get("org")
    if isinstance(org, int) and 0 < org <= LARGEST_ID and random.random() < 0.9:
        return {name: KNOWN.get(name, value) for name, value in path_parameters.items()}
    return path_parameters


@schemathesis.hook
def filter_body(context, body):
    """JSON Schema counts 1.0 as an integer; amounts and counts of this API have no fraction."""
    return not has_whole_float(body)


def has_whole_float(value):
    if isinstance(value, dict):
        return any(has_whole_float(part) for part in value.values())
    if isinstance(value, list):
        return any(has_whole_float(part) for part in value)
    return isinstance(value, float) and value.is_integer()


@schemathesis.hook
def before_call(context, case, kwargs):
    """A made-up quote is never paid, so some upgrades are of a real one."""
    if case.operation.label.startswith("POST") and case.operation.path.endswith("/upgrades"):
        if case.meta and case.meta.generation.mode.is_positive and random.random() < 0.3:
            headers, case.body = upgrade_request(owner)
            case.headers.update(headers)
            case.path_parameters["org"] = HARBOR_QA


@schemathesis.check
def valid_body_is_understood(ctx, response, case):
    if case.meta and case.meta.generation.mode.is_positive and response.status_code in (400, 422):
        code = response.json()["code"]
        assert code not in ("body_unreadable", "body_invalid"), code
