use super::{Authentication, ChargeOutcome, Decline, TestCard};

const fn card(number: &'static str, token: &'static str, outcome: ChargeOutcome) -> TestCard {
    let authentication = Authentication::Never;
    TestCard { number, token, brand: "visa", authentication, outcome, saves: false, is_stripes: true }
}

const fn authenticated(
    number: &'static str,
    token: &'static str,
    authentication: Authentication,
    outcome: ChargeOutcome,
) -> TestCard {
    TestCard { authentication, saves: true, ..card(number, token, outcome) }
}

const fn declined(number: &'static str, token: &'static str, decline: Decline) -> TestCard {
    card(number, token, ChargeOutcome::Declined(decline))
}

/// All cards of the sandbox. Any other number is refused.
pub const TEST_CARDS: [TestCard; 23] = [
    card("4242424242424242", "pm_card_visa", ChargeOutcome::Succeeds),
    card("4000056655665556", "pm_card_visa_debit", ChargeOutcome::Succeeds),
    TestCard {
        brand: "mastercard",
        ..card("5555555555554444", "pm_card_mastercard", ChargeOutcome::Succeeds)
    },
    authenticated(
        "4000002500003155",
        "pm_card_authenticationRequiredOnSetup",
        Authentication::UnlessSetUp,
        ChargeOutcome::Succeeds,
    ),
    authenticated(
        "4000002760003184",
        "pm_card_authenticationRequired",
        Authentication::Always,
        ChargeOutcome::Succeeds,
    ),
    authenticated(
        "4000003800000446",
        "pm_card_authenticationRequiredSetupForOffSession",
        Authentication::OnSession,
        ChargeOutcome::Succeeds,
    ),
    authenticated(
        "4000000000003220",
        "pm_card_threeDSecure2Required",
        Authentication::Always,
        ChargeOutcome::Succeeds,
    ),
    authenticated(
        "4000000000003063",
        "pm_card_threeDSecureRequired",
        Authentication::Always,
        ChargeOutcome::Succeeds,
    ),
    authenticated(
        "4000008400001629",
        "pm_card_threeDSecureRequiredChargeDeclined",
        Authentication::Always,
        ChargeOutcome::Declined(Decline::Generic),
    ),
    authenticated(
        "4000008260003178",
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        Authentication::Always,
        ChargeOutcome::Declined(Decline::InsufficientFunds),
    ),
    TestCard { saves: true, ..declined("4000000000000341", "pm_card_chargeCustomerFail", Decline::Generic) },
    declined("4000000000000002", "pm_card_chargeDeclined", Decline::Generic),
    declined("4000000000009995", "pm_card_chargeDeclinedInsufficientFunds", Decline::InsufficientFunds),
    declined("4000000000009987", "pm_card_chargeDeclinedLostCard", Decline::LostCard),
    declined("4000000000009979", "pm_card_chargeDeclinedStolenCard", Decline::StolenCard),
    declined("4000000000000069", "pm_card_chargeDeclinedExpiredCard", Decline::ExpiredCard),
    declined("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", Decline::IncorrectCvc),
    declined("4000000000000119", "pm_card_chargeDeclinedProcessingError", Decline::ProcessingError),
    declined("4100000000000019", "pm_card_chargeDeclinedFraudulent", Decline::Fraudulent),
    card("4000000000000259", "pm_card_createDispute", ChargeOutcome::Disputed("fraudulent")),
    card(
        "4000000000002685",
        "pm_card_createDisputeProductNotReceived",
        ChargeOutcome::Disputed("product_not_received"),
    ),
    TestCard {
        is_stripes: false,
        ..card("4000000000005043", "pm_card_sandbox_timeoutCharged", ChargeOutcome::TimeoutCharged)
    },
    TestCard {
        is_stripes: false,
        ..card("4000000000004087", "pm_card_sandbox_timeoutLost", ChargeOutcome::TimeoutLost)
    },
];
