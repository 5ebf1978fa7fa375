//! Taking money: what the payment service asks of a gateway, and the gateways it can ask.
