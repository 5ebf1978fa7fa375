use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::extract::{JsonBody, Refused};
use crate::calls::dashboard;
use crate::records::{Metadata, RefundStatus};
use crate::shared_state::SharedState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundBody {
    charge: Option<String>,
    payment_intent: Option<String>,
    amount: Option<i64>,
    reason: Option<String>,
    status: Option<RefundStatus>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundStatusBody {
    status: RefundStatus,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeBody {
    /// The charge, or its payment intent.
    charge: String,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseBody {
    status: Outcome,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Won,
    Lost,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardBody {
    exp_month: u8,
    exp_year: u16,
}

pub async fn refund(
    State(state): State<SharedState>,
    JsonBody(body): JsonBody<RefundBody>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let refund = dashboard::NewRefund {
        charge: body.charge,
        payment_intent: body.payment_intent,
        amount: body.amount,
        reason: body.reason,
        metadata: Metadata::new(),
        status: body.status.unwrap_or(RefundStatus::Succeeded),
    };
    let refund = state
        .change(move |draft| {
            let id = dashboard::refund_charge(draft, refund)?;
            Ok(dashboard::object_json(draft, &id))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(refund)))
}

pub async fn update_refund(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<RefundStatusBody>,
) -> Result<Json<Value>, Refused> {
    let refund = state
        .change(move |draft| {
            dashboard::update_refund(draft, &id, body.status)?;
            Ok(dashboard::object_json(draft, &id))
        })
        .await?;
    Ok(Json(refund))
}

pub async fn dispute(
    State(state): State<SharedState>,
    JsonBody(body): JsonBody<DisputeBody>,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let dispute = state
        .change(move |draft| {
            let id = dashboard::dispute(draft, &body.charge, body.reason.as_deref().unwrap_or("fraudulent"))?;
            Ok(dashboard::object_json(draft, &id))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(dispute)))
}

pub async fn close_dispute(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<CloseBody>,
) -> Result<Json<Value>, Refused> {
    let dispute = state
        .change(move |draft| {
            dashboard::close_dispute(draft, &id, matches!(body.status, Outcome::Won))?;
            Ok(dashboard::object_json(draft, &id))
        })
        .await?;
    Ok(Json(dispute))
}

pub async fn update_card(
    State(state): State<SharedState>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<CardBody>,
) -> Result<Json<Value>, Refused> {
    let card = state
        .change(move |draft| {
            dashboard::update_card(draft, &id, body.exp_month, body.exp_year)?;
            Ok(dashboard::object_json(draft, &id))
        })
        .await?;
    Ok(Json(card))
}
