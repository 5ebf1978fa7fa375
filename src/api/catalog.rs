use super::{
    ApiError,
    transport::{Call, Method},
};

/// Fetches the table of a language, a file beside the app.
///
/// # Errors
/// Those of every call.
pub async fn catalog_table(url: &str) -> Result<String, ApiError> {
    let call =
        Call { method: Method::GET, url: url.to_owned(), headers: Vec::new(), body: None, cancel: None };
    call.send().await
}
