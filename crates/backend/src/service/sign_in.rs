use std::net::IpAddr;

use billing::Instant;
use contract::{ProblemCode, SignIn, contains_card_number};
use process::Clock;
use uuid::Uuid;

use crate::app::AppState;
use crate::error::Refusal;
use crate::passwords::limits::{self, Guesser, Standing, Verdict};
use crate::seal::fingerprint;
use crate::store::StoreError;
use crate::store::people::{self, UserRow};
use crate::store::sessions::{self, SessionRow};

const LIFETIME_SECONDS: i64 = 7 * 86_400;
const IDLE_SECONDS: i64 = 12 * 3_600;
/// The shortest interval between two updates of a session's last use, in seconds.
const TOUCH_INTERVAL_SECONDS: i64 = 60;
/// The longest e-mail address or password, in bytes. Longer ones are not hashed.
const LONGEST_FIELD: usize = 1_000;
/// `Retry-After` of a sign-in when the queue is full, in seconds.
const BUSY_RETRY_SECONDS: u64 = 2;

/// Signs a person in and returns the token of a new session.
///
/// # Errors
/// 401 for an unknown e-mail address and for a wrong password alike, 422 for a card number instead of an address, 429
/// after too many failures or sign-ins, 503 when too many people sign in at once.
pub async fn begin(state: &AppState, form: SignIn, address: IpAddr) -> Result<String, Refusal> {
    let email = form.email.trim().to_lowercase();
    // Checked before anything is counted or logged under this address.
    if email.len() <= LONGEST_FIELD && contains_card_number(&email) {
        return Err(Refusal::card_number_in("email"));
    }
    let guesser = Guesser::new(&email, address);
    // Does not count. It keeps sign-ins that must wait anyway out of the queue and the write transaction.
    let standing = match limits::check(&mut *state.store.reader().await?, &guesser, machine_now()).await? {
        Verdict::Allowed(standing) => standing,
        Verdict::Wait(seconds) => return Err(rate_limited(state, address, seconds)),
    };
    let Some(turn) = state.sign_ins.queue.turn(&guesser, standing == Standing::Known).await else {
        state.metrics.sign_ins.inc("busy");
        return Err(Refusal::new(ProblemCode::ServiceUnavailable)
            .detail("Too many people are signing in right now. Try again in a moment.")
            .retry_after(BUSY_RETRY_SECONDS));
    };
    let standing = match reserve(state, &guesser).await? {
        Verdict::Allowed(standing) => standing,
        Verdict::Wait(seconds) => return Err(rate_limited(state, address, seconds)),
    };
    let fits = email.len() <= LONGEST_FIELD && form.password.len() <= LONGEST_FIELD;
    let person = if fits { people::by_email(&mut *state.store.reader().await?, &email).await? } else { None };
    let password = if fits { form.password } else { String::new() };
    let (user, hash) = person.unzip();
    let matches = state.sign_ins.matches(turn, password, hash).await?;
    let Some(user) = user.filter(|_| matches) else {
        state.metrics.sign_ins.inc("refused");
        tracing::info!(%address, "sign-in refused");
        return Err(Refusal::new(ProblemCode::CredentialsWrong));
    };
    let token = open_session(state, &user, &guesser, standing).await?;
    state.metrics.sign_ins.inc("accepted");
    Ok(token)
}

/// Counts a try before its password is checked.
async fn reserve(state: &AppState, guesser: &Guesser) -> Result<Verdict, Refusal> {
    let mut transaction = state.store.begin().await?;
    let verdict = limits::reserve(&mut transaction, guesser, machine_now()).await?;
    match verdict {
        Verdict::Allowed(_) => transaction.commit().await?,
        Verdict::Wait(_) => transaction.rollback().await?,
    }
    Ok(verdict)
}

fn rate_limited(state: &AppState, address: IpAddr, seconds: u64) -> Refusal {
    state.metrics.sign_ins.inc("limited");
    tracing::warn!(%address, "too many sign-ins");
    Refusal::new(ProblemCode::RateLimited)
        .detail("Too many sign-in attempts. Try again later.")
        .retry_after(seconds)
}

/// The machine's time. Sessions and limits use it instead of the sandbox's clock, because people sign in in real time.
fn machine_now() -> Instant {
    Clock::machine().now()
}

async fn open_session(
    state: &AppState,
    user: &UserRow,
    guesser: &Guesser,
    standing: Standing,
) -> Result<String, Refusal> {
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let now = machine_now();
    let ago = |seconds: i64| now.checked_add_seconds(-seconds).unwrap_or(now);
    let mut transaction = state.store.begin().await?;
    limits::record_success(&mut transaction, guesser, standing, now).await?;
    sessions::remove_stale(&mut transaction, ago(LIFETIME_SECONDS), ago(IDLE_SECONDS)).await?;
    sessions::insert(&mut transaction, &fingerprint(&token), &user.id, now).await?;
    transaction.commit().await?;
    Ok(token)
}

/// The user of a session token, if the session is still valid.
pub async fn session_of(state: &AppState, token: &str) -> Result<Option<UserRow>, Refusal> {
    let hash = fingerprint(token);
    let Some(session) = sessions::find(&mut *state.store.reader().await?, &hash).await? else {
        return Ok(None);
    };
    let now = machine_now();
    if !is_valid(&session, now) {
        return Ok(None);
    }
    if now.seconds_since(session.used_at) >= TOUCH_INTERVAL_SECONDS {
        // Reads must work while the disk is full, so a failure here does not fail the request.
        if let Err(error) = touch(state, &hash, now).await {
            tracing::warn!(%error, "the use of a session could not be stored");
        }
    }
    Ok(Some(session.user))
}

async fn touch(state: &AppState, hash: &str, now: Instant) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    sessions::touch(&mut transaction, hash, now).await?;
    transaction.commit().await?;
    Ok(())
}

fn is_valid(session: &SessionRow, now: Instant) -> bool {
    now.seconds_since(session.created_at) < LIFETIME_SECONDS
        && now.seconds_since(session.used_at) < IDLE_SECONDS
}

/// Ends the session of a token.
pub async fn end(state: &AppState, token: &str) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    sessions::remove(&mut transaction, &fingerprint(token)).await?;
    transaction.commit().await?;
    Ok(())
}
