use super::{
    ApiError,
    transport::{Call, Method},
};

/// Fetches the message table of a language, a static file that is deployed with the app.
pub async fn catalog_table(url: &str) -> Result<String, ApiError> {
    let call =
        Call { method: Method::GET, url: url.to_owned(), headers: Vec::new(), body: None, cancel: None };
    call.send().await
}
