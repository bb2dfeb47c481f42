//! A cap on money, as people write it.

use std::{fmt, str::FromStr};

const MICROS: u64 = 1_000_000;
const DECIMALS: usize = 6;

/// An amount in US dollars, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap(Option<u64>);

/// The text is no cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cap is an amount in US dollars, such as 2.50, or `off`")]
pub struct InvalidCap;

impl Cap {
    /// No cap.
    pub const OFF: Cap = Cap(None);

    /// In millionths of a dollar; none: no cap.
    pub fn micros(self) -> Option<u64> {
        self.0
    }
}

impl FromStr for Cap {
    type Err = InvalidCap;

    fn from_str(text: &str) -> Result<Cap, InvalidCap> {
        if text.eq_ignore_ascii_case("off") {
            return Ok(Cap::OFF);
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > DECIMALS {
            return Err(InvalidCap);
        }
        let dollars: u64 = whole.parse().map_err(|_| InvalidCap)?;
        let part: u64 = format!("{part:0<DECIMALS$}").parse().map_err(|_| InvalidCap)?;
        let micros = dollars
            .checked_mul(MICROS)
            .and_then(|micros| micros.checked_add(part));
        micros.map(|micros| Cap(Some(micros))).ok_or(InvalidCap)
    }
}

impl fmt::Display for Cap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("off"),
            Some(micros) => f.write_str(&dollars(micros)),
        }
    }
}

/// An amount as people read it: `0.0425`, at least two decimals.
pub fn dollars(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / MICROS, micros % MICROS);
    let least = text.len() - (DECIMALS - 2);
    let trimmed = text.trim_end_matches('0').len();
    text[..trimmed.max(least)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_to_the_millionth() {
        for (text, micros) in [
            ("5", Some(5_000_000)),
            ("2.50", Some(2_500_000)),
            ("0.000001", Some(1)),
            ("0", Some(0)),
            ("off", None),
            ("OFF", None),
        ] {
            assert_eq!(text.parse::<Cap>().unwrap().micros(), micros, "{text}");
        }
        for odd in [
            "",
            "-1",
            "+1",
            "1e3",
            ".5",
            "1.0000001",
            "5 USD",
            "99999999999999999999",
            "NaN",
        ] {
            assert_eq!(odd.parse::<Cap>(), Err(InvalidCap), "{odd}");
        }
    }

    #[test]
    fn an_amount_reads_well() {
        let shown = [0, 1, 40_000, 2_500_000, 1_234_567].map(dollars);
        assert_eq!(shown, ["0.00", "0.000001", "0.04", "2.50", "1.234567"]);
    }
}
