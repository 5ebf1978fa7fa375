use utoipa::OpenApi;

use crate::{
    AccessRequest, AccessRequestForm, Attempt, AttemptState, Change, Charged, Decline, DeclineClass,
    FieldProblem, Health, HealthStatus, Membership, NextActor, NoSession, OrganizationRef, Page,
    PaymentMethod, PaymentMethodForm, Plan, Problem, PromotionCheck, QuoteRequest, Receipt, ReceiptSummary,
    Role, SealedQuote, SessionAnswer, SignIn, SignInMethod, Subscription, SubscriptionStatus, UpgradeAnswer,
    UpgradeRequest, User, WhoCanAct,
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
    NoSession,
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
    SessionAnswer,
    SignIn,
    SignInMethod,
    Subscription,
    SubscriptionStatus,
    UpgradeAnswer,
    UpgradeRequest,
    User,
    WhoCanAct,
)))]
pub(super) struct Schemas;
