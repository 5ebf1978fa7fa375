use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// The content encoding of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The encodings that a client accepts, best first. Always ends with the plain file.
pub fn accepted(headers: &HeaderMap) -> Vec<Encoding> {
    let accepts = |name: &str| {
        let mut named = None;
        let mut any = None;
        for part in headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()) {
            for choice in part.split(',') {
                let (coding, parameters) = choice.split_once(';').unwrap_or((choice, ""));
                let refused = is_zero(parameters);
                let coding = coding.trim();
                if coding.eq_ignore_ascii_case(name) {
                    named = Some(!refused);
                } else if coding == "*" {
                    any = Some(!refused);
                }
            }
        }
        named.or(any).unwrap_or(false)
    };
    let mut encodings = Vec::with_capacity(3);
    if accepts("br") {
        encodings.push(Encoding::Brotli);
    }
    if accepts("gzip") {
        encodings.push(Encoding::Gzip);
    }
    encodings.push(Encoding::Identity);
    encodings
}

fn is_zero(parameters: &str) -> bool {
    let quality = parameters.trim().strip_prefix("q=").or(parameters.trim().strip_prefix("Q="));
    quality.is_some_and(|quality| !quality.is_empty() && quality.trim().chars().all(|c| c == '0' || c == '.'))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn first(accept: &'static str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accept));
        accepted(&headers)[0]
    }

    #[test]
    fn best_accepted_encoding_comes_first() {
        assert_eq!(first("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(first("gzip;q=1.0, br;q=0"), Encoding::Gzip);
        assert_eq!(first("br;q=0.000, *;q=0.5"), Encoding::Gzip);
        assert_eq!(first("deflate"), Encoding::Identity);
        assert_eq!(first("*"), Encoding::Brotli);
        assert_eq!(accepted(&HeaderMap::new()), [Encoding::Identity]);
    }
}
