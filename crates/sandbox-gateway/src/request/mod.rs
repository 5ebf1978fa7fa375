mod call;
mod error;
mod form;
mod page;
mod params;

pub use call::Call;
pub use error::ApiError;
pub use form::{InvalidName, Parameters, canonical, parse};
pub use page::Page;
pub use params::Params;
