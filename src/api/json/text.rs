use super::Unreadable;

/// Maximum nesting depth: deeper than any response of the contract, and far below the stack limit.
const MAX_DEPTH: u8 = 64;

/// A parser's position in a JSON text.
pub struct Text<'a> {
    rest: &'a str,
    depth: u8,
}

impl<'a> Text<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { rest: text, depth: 0 }
    }

    /// The next byte that is not whitespace.
    pub fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.bytes().next()
    }

    /// Consumes a literal if it comes next, and returns whether it did.
    pub fn take(&mut self, literal: &str) -> bool {
        self.peek();
        let rest = self.rest.strip_prefix(literal);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub fn expect(&mut self, literal: &str) -> Result<(), Unreadable> {
        if self.take(literal) { Ok(()) } else { Err(Unreadable) }
    }

    /// Fails unless only whitespace is left.
    pub fn end(&mut self) -> Result<(), Unreadable> {
        if self.peek().is_none() { Ok(()) } else { Err(Unreadable) }
    }

    /// Enters a list or object. Call [`Self::leave`] at its end.
    pub fn enter(&mut self, open: &str) -> Result<(), Unreadable> {
        self.expect(open)?;
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= MAX_DEPTH).ok_or(Unreadable)?;
        Ok(())
    }

    pub fn leave(&mut self, close: &str) -> Result<(), Unreadable> {
        self.depth = self.depth.saturating_sub(1);
        self.expect(close)
    }

    /// Reads an integer. A fraction or an exponent is an error.
    pub fn whole(&mut self) -> Result<i64, Unreadable> {
        self.number()?.parse().map_err(|_| Unreadable)
    }

    fn number(&mut self) -> Result<&'a str, Unreadable> {
        self.peek();
        let is_number_char = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|c| !is_number_char(c)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at_checked(end).ok_or(Unreadable)?;
        self.rest = rest;
        if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            Ok(number)
        } else {
            Err(Unreadable)
        }
    }

    pub fn string(&mut self) -> Result<String, Unreadable> {
        self.expect("\"")?;
        let mut out = String::new();
        loop {
            let end = self.rest.find(['"', '\\']).ok_or(Unreadable)?;
            let (plain, rest) = self.rest.split_at_checked(end).ok_or(Unreadable)?;
            out.push_str(plain);
            if let Some(rest) = rest.strip_prefix('"') {
                self.rest = rest;
                return Ok(out);
            }
            self.rest = rest.strip_prefix('\\').ok_or(Unreadable)?;
            out.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, Unreadable> {
        let mut chars = self.rest.chars();
        let kind = chars.next().ok_or(Unreadable)?;
        self.rest = chars.as_str();
        Ok(match kind {
            '"' | '\\' | '/' => kind,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.hex()?;
                let code = if (0xD800..0xDC00).contains(&first) {
                    self.rest = self.rest.strip_prefix("\\u").ok_or(Unreadable)?;
                    let low = self.hex()?.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or(Unreadable)?;
                    let high = first.saturating_sub(0xD800).saturating_mul(0x400);
                    high.saturating_add(low).saturating_add(0x1_0000)
                } else {
                    first
                };
                char::from_u32(code).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        })
    }

    fn hex(&mut self) -> Result<u32, Unreadable> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Unreadable)?;
        self.rest = rest;
        // `from_str_radix` would accept a sign.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Unreadable);
        }
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// Skips one value of any type.
    pub fn skip(&mut self) -> Result<(), Unreadable> {
        match self.peek().ok_or(Unreadable)? {
            b'"' => self.string().map(drop),
            b'{' => self.skip_all("{", "}", true),
            b'[' => self.skip_all("[", "]", false),
            b't' => self.expect("true"),
            b'f' => self.expect("false"),
            b'n' => self.expect("null"),
            _ => self.number().map(drop),
        }
    }

    fn skip_all(&mut self, open: &str, close: &str, has_keys: bool) -> Result<(), Unreadable> {
        self.enter(open)?;
        let mut is_first = true;
        while self.more(close, is_first)? {
            is_first = false;
            if has_keys {
                self.string()?;
                self.expect(":")?;
            }
            self.skip()?;
        }
        self.leave(close)
    }

    /// Whether another element follows in a list or object. Consumes the comma before it.
    pub fn more(&mut self, close: &str, is_first: bool) -> Result<bool, Unreadable> {
        self.peek();
        if self.rest.starts_with(close) {
            return Ok(false);
        }
        if !is_first {
            self.expect(",")?;
        }
        Ok(true)
    }
}
