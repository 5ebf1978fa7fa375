use utoipa::OpenApi;

use crate::{
    AccessRequest, AccessRequestForm, Attempt, AttemptState, Change, Charged, Decline, DeclineClass,
    FieldProblem, Health, HealthStatus, Membership, NextActor, OrganizationRef, Page, PaymentMethod,
    PaymentMethodForm, Plan, Problem, PromotionCheck, QuoteRequest, Receipt, ReceiptSummary, Role,
    SealedQuote, SignIn, Subscription, SubscriptionStatus, UpgradeAnswer, UpgradeRequest, User, WhoCanAct,
};

#[derive(OpenApi)]
#[openapi(components(schemas(
    AccessRequest,
    AccessRequestForm,
    Attempt,
    AttemptState,
    Change,
    Charged,
    Decline,
    DeclineClass,
    FieldProblem,
    Health,
    HealthStatus,
    Membership,
    NextActor,
    OrganizationRef,
    Page<ReceiptSummary>,
    PaymentMethod,
    PaymentMethodForm,
    Plan,
    Problem,
    PromotionCheck,
    QuoteRequest,
    Receipt,
    ReceiptSummary,
    Role,
    SealedQuote,
    SignIn,
    Subscription,
    SubscriptionStatus,
    UpgradeAnswer,
    UpgradeRequest,
    User,
    WhoCanAct,
)))]
pub(super) struct Schemas;
