"""Stripe's Python client against the sandbox: calls, errors, idempotency and webhooks."""

import http.server
import json
import os
import threading
import time
import unittest
import urllib.request
import uuid

import stripe

CONTROL = os.environ["SANDBOX_CONTROL_URL"]
SECRET = "whsec_theSecretOfThePythonTests1"

client = stripe.StripeClient(
    os.environ["STRIPE_API_KEY"],
    base_addresses={"api": os.environ["SANDBOX_URL"]},
    max_network_retries=0,
)


def control(method, path, body=None):
    """Sends JSON to the control listener."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(CONTROL + path, data=data, method=method)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read() or b"null")


def order(card, **rest):
    """The parameters of an intent of 241.55 USD."""
    return {
        "amount": 24155,
        "currency": "usd",
        "payment_method": card,
        "allowed_payment_method_types": ["card"],
        "metadata": {"organization": "101", "attempt": "a1"},
        **rest,
    }


def saved_card(token):
    """A customer with a saved card, through a checkout session."""
    customer = client.v1.customers.create({"metadata": {"organization": "101"}})
    session = client.v1.checkout.sessions.create(
        {
            "mode": "setup",
            "customer": customer.id,
            "allowed_payment_method_types": ["card"],
            "success_url": "https://app.example.com/saved?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://app.example.com/cards",
        }
    )
    control("POST", f"/setup-sessions/{session.id}/completion", {"payment_method": token})
    session = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent.payment_method"]})
    return customer.id, session.setup_intent.payment_method


class Calls(unittest.TestCase):
    def test_saved_card_pays(self):
        customer, card = saved_card("pm_card_mastercard")
        created = client.v1.payment_intents.create(order(card.id, customer=customer))
        paid = client.v1.payment_intents.confirm(
            created.id, {"return_url": "https://app.example.com/", "expand": ["latest_charge"]}
        )

        self.assertEqual([created.status, paid.status], ["requires_confirmation", "succeeded"])
        self.assertEqual(paid.latest_charge.payment_method_details.card.brand, "mastercard")
        cards = client.v1.customers.payment_methods.list(customer)
        self.assertEqual([found.id for found in cards.data], [card.id])

    def test_authentication_redirects_to_the_bank_page(self):
        created = client.v1.payment_intents.create(order("pm_card_authenticationRequired"))
        asked = client.v1.payment_intents.confirm(created.id, {"return_url": "https://app.example.com/"})

        self.assertEqual(asked.status, "requires_action")
        self.assertTrue(asked.next_action.redirect_to_url.url.startswith(os.environ["SANDBOX_URL"]))
        canceled = client.v1.payment_intents.cancel(created.id)
        self.assertEqual(canceled.status, "canceled")

    def test_lists_are_paged(self):
        customer = client.v1.customers.create({}).id
        created = [
            client.v1.payment_intents.create({"amount": 100, "currency": "usd", "customer": customer}).id
            for _ in range(5)
        ]
        pages = client.v1.payment_intents.list({"customer": customer, "limit": 2})

        self.assertEqual([intent.id for intent in pages.auto_paging_iter()], created[::-1])

    def test_refunds_disputes_accounts_and_events_are_read(self):
        paid = client.v1.payment_intents.create(order("pm_card_createDispute", confirm=True))
        refunded = client.v1.payment_intents.create(order("pm_card_visa", confirm=True))
        refund = client.v1.refunds.create({"charge": refunded.latest_charge, "amount": 55})

        self.assertEqual(client.v1.disputes.list({"payment_intent": paid.id}).data[0].reason, "fraudulent")
        self.assertEqual(client.v1.refunds.retrieve(refund.id).amount, 55)
        self.assertEqual(client.v1.charges.retrieve(refunded.latest_charge).amount_refunded, 55)
        self.assertEqual(client.v1.accounts.retrieve_current().object, "account")
        self.assertGreater(len(client.v1.events.list({"type": "charge.refunded"}).data), 0)


class Errors(unittest.TestCase):
    def test_declined_card_is_a_card_error(self):
        created = client.v1.payment_intents.create(order("pm_card_visa_chargeDeclinedInsufficientFunds"))
        with self.assertRaises(stripe.CardError) as raised:
            client.v1.payment_intents.confirm(created.id)

        error = raised.exception
        self.assertEqual([error.http_status, error.code], [402, "card_declined"])
        self.assertEqual(error.error.decline_code, "insufficient_funds")
        self.assertEqual(error.error.payment_intent.status, "requires_payment_method")

    def test_invalid_requests_name_the_parameter(self):
        for call, code in [
            (lambda: client.v1.payment_intents.retrieve("pi_none"), "resource_missing"),
            (lambda: client.v1.payment_intents.create({"currency": "usd"}), "parameter_missing"),
            (lambda: client.v1.customers.create({"nonsense": "1"}), "parameter_unknown"),
        ]:
            with self.assertRaises(stripe.InvalidRequestError) as raised:
                call()
            self.assertEqual(raised.exception.code, code)

    def test_wrong_key_is_refused(self):
        stranger = stripe.StripeClient(
            "sk_test_notTheKeyOfTheSandbox", base_addresses={"api": os.environ["SANDBOX_URL"]}
        )
        with self.assertRaises(stripe.AuthenticationError):
            stranger.v1.customers.list()


class Idempotency(unittest.TestCase):
    def test_same_key_replays_and_other_parameters_are_refused(self):
        options = {"idempotency_key": str(uuid.uuid4())}
        first = client.v1.customers.create({"name": "A"}, options)
        again = client.v1.customers.create({"name": "A"}, options)

        self.assertEqual(again.last_response.body, first.last_response.body)
        self.assertEqual(again.last_response.headers["Idempotent-Replayed"], "true")
        with self.assertRaises(stripe.IdempotencyError):
            client.v1.customers.create({"name": "B"}, options)


class Webhooks(unittest.TestCase):
    def test_event_is_signed(self):
        received = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                received.append((body, self.headers["stripe-signature"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = f"http://127.0.0.1:{server.server_port}/events"
        endpoint = control("POST", "/webhook-endpoints", {"url": url, "secret": SECRET})
        self.addCleanup(control, "DELETE", f"/webhook-endpoints/{endpoint['id']}")
        paid = client.v1.payment_intents.create(order("pm_card_visa", confirm=True))

        deadline = time.monotonic() + 10
        found = None
        while found is None and time.monotonic() < deadline:
            for body, signature in list(received):
                event = stripe.Webhook.construct_event(body, signature, SECRET)
                if event.type == "payment_intent.succeeded" and event.data.object.id == paid.id:
                    found = (body, signature)
            time.sleep(0.02)

        self.assertIsNotNone(found)
        body, signature = found
        with self.assertRaises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body + b" ", signature, SECRET)


if __name__ == "__main__":
    unittest.main()
