//! Decimal numbers as S3 Select has them: up to 38 significant digits and a scale.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-data-types.html>

use std::cmp::Ordering;
use std::fmt;

/// The most significant digits.
const DIGITS: u32 = 38;

/// Half of [`DIGITS`]: products are computed in limbs of so many.
const LIMB: u128 = 10_u128.pow(DIGITS / 2);

/// The largest exponent that is read; any number of practice is far within.
const EXPONENT: i64 = 100_000;

/// `coefficient * 10^-scale`, with at most 38 digits. More are rounded, half away from zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    coefficient: i128,
    scale: i32,
}

impl Decimal {
    /// Reads `[+-]digits[.digits][e[+-]digits]`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.as_bytes().first()? {
            b'-' => (true, &mantissa[1..]),
            b'+' => (false, &mantissa[1..]),
            _ => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !numeric(whole) || !numeric(fraction) || whole.len() + fraction.len() == 0 || exponent.abs() > EXPONENT {
            return None;
        }
        let (mut coefficient, mut dropped, mut up) = (0_u128, 0_i64, false);
        for digit in whole.bytes().chain(fraction.bytes()).map(|b| u128::from(b - b'0')) {
            if dropped == 0 && coefficient < 10_u128.pow(DIGITS - 1) {
                coefficient = coefficient * 10 + digit;
            } else {
                up |= dropped == 0 && digit >= 5;
                dropped += 1;
            }
        }
        let scale = i64::try_from(fraction.len()).ok()? - dropped - exponent;
        Some(Self::rounded(negative, coefficient + u128::from(up), i32::try_from(scale).ok()?))
    }

    /// A number without fraction, of at most 38 digits.
    pub(crate) fn integer(value: i64) -> Self {
        Self { coefficient: i128::from(value), scale: 0 }
    }

    /// The decimal that a float prints as; infinities and NaN have none.
    pub(crate) fn float(value: f64) -> Option<Self> {
        Self::parse(&format!("{value:e}"))
    }

    pub(crate) fn to_f64(self) -> f64 {
        let text = format!("{}e{}", self.coefficient, -i64::from(self.scale));
        text.parse().unwrap_or(f64::NAN)
    }

    /// What stands before the point, if 64 bits hold it.
    pub(crate) fn truncate(self) -> Option<i64> {
        let whole = match u32::try_from(self.scale) {
            Ok(scale) => power(scale).map_or(0, |power| self.coefficient / power.cast_signed()),
            Err(_) if self.coefficient == 0 => 0,
            Err(_) => self.coefficient.checked_mul(power(self.scale.unsigned_abs())?.cast_signed())?,
        };
        i64::try_from(whole).ok()
    }

    pub(crate) fn is_zero(self) -> bool {
        self.coefficient == 0
    }

    pub(crate) fn negate(self) -> Self {
        Self { coefficient: -self.coefficient, ..self }
    }

    pub(crate) fn add(self, other: Self) -> Self {
        let (fine, coarse) = if self.scale >= other.scale { (self, other) } else { (other, self) };
        if coarse.coefficient == 0 {
            return fine;
        }
        let apart = fine.scale.abs_diff(coarse.scale);
        // What does not fit of the coarse one's zeros is rounded off the fine one.
        let room = apart.min(DIGITS - length(coarse.coefficient.unsigned_abs()));
        let lifted = coarse.coefficient.unsigned_abs() * ten(room);
        let kept = Self::shift(fine.coefficient.unsigned_abs(), apart - room);
        let scale = coarse.scale.saturating_add_unsigned(room);
        let (negative, opposite) = (coarse.coefficient < 0, (coarse.coefficient < 0) != (fine.coefficient < 0));
        // The sum of two numbers of 38 digits may be more than a signed integer holds.
        let sum = if opposite { lifted.abs_diff(kept) } else { lifted + kept };
        Self::rounded(negative != (opposite && kept > lifted), sum, scale)
    }

    pub(crate) fn subtract(self, other: Self) -> Self {
        self.add(other.negate())
    }

    pub(crate) fn multiply(self, other: Self) -> Self {
        let negative = (self.coefficient < 0) != (other.coefficient < 0);
        let scale = self.scale.saturating_add(other.scale);
        let (a, b) = (self.coefficient.unsigned_abs(), other.coefficient.unsigned_abs());
        let ((a1, a0), (b1, b0)) = ((a / LIMB, a % LIMB), (b / LIMB, b % LIMB));
        let low = a0 * b0;
        let middle = a1 * b0 + a0 * b1 + low / LIMB;
        let high = a1 * b1 + middle / LIMB;
        let low = middle % LIMB * LIMB + low % LIMB;
        let over = length(high);
        if high == 0 {
            return Self::rounded(negative, low, scale);
        }
        let coefficient = high * ten(DIGITS - over) + Self::shift(low, over);
        Self::rounded(negative, coefficient, scale.saturating_sub_unsigned(over))
    }

    /// The quotient to 38 digits, without zeros that neither operand has; `None` for a division by zero.
    pub(crate) fn divide(self, other: Self) -> Option<Self> {
        let negative = (self.coefficient < 0) != (other.coefficient < 0);
        let (dividend, mut divisor) = (self.coefficient.unsigned_abs(), other.coefficient.unsigned_abs());
        let preferred = self.scale.saturating_sub(other.scale);
        let mut scale = preferred;
        if divisor == 0 {
            return None;
        }
        if length(divisor) == DIGITS {
            divisor = Self::shift(divisor, 1);
            scale = scale.saturating_add(1);
        }
        let (mut quotient, mut rest) = (dividend / divisor, dividend % divisor);
        while rest != 0 && length(quotient) < DIGITS {
            rest *= 10;
            quotient = quotient * 10 + rest / divisor;
            rest %= divisor;
            scale = scale.saturating_add(1);
        }
        quotient += u128::from(rest * 2 >= divisor);
        while scale > preferred && quotient != 0 && quotient.is_multiple_of(10) {
            quotient /= 10;
            scale -= 1;
        }
        Some(Self::rounded(negative, quotient, scale))
    }

    /// The rest of the division, with the sign of `self`; `None` for a division by zero, or where 38 digits do not
    /// hold what is needed for it.
    pub(crate) fn remainder(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let lift = |number: Self| number.coefficient.checked_mul(power(scale.abs_diff(number.scale))?.cast_signed());
        let rest = lift(self)?.checked_rem(lift(other)?)?;
        Some(Self::rounded(rest < 0, rest.unsigned_abs(), scale))
    }

    pub(crate) fn compare(self, other: Self) -> Ordering {
        let sign = self.coefficient.signum().cmp(&other.coefficient.signum());
        if sign != Ordering::Equal || self.coefficient == 0 {
            return sign;
        }
        let magnitude = |number: Self| i64::from(length(number.coefficient.unsigned_abs())) - i64::from(number.scale);
        let by_size = magnitude(self).cmp(&magnitude(other)).then_with(|| {
            // Of the same magnitude: the shorter one, lifted to the other's scale, is as long as that.
            let scale = self.scale.max(other.scale);
            let lift = |number: Self| number.coefficient.unsigned_abs() * ten(scale.abs_diff(number.scale));
            lift(self).cmp(&lift(other))
        });
        if self.coefficient < 0 { by_size.reverse() } else { by_size }
    }

    /// As Ion writes it: `5d-1`.
    pub(crate) fn ion(self) -> String {
        format!("{}d{}", self.coefficient, -i64::from(self.scale))
    }

    /// A number whose coefficient may have a digit too many.
    fn rounded(negative: bool, coefficient: u128, scale: i32) -> Self {
        let over = length(coefficient).saturating_sub(DIGITS);
        let coefficient = Self::shift(coefficient, over);
        // Rounding up may have made a digit more: 9.99 is 10.0.
        let carried = u32::from(length(coefficient) > DIGITS);
        let coefficient = Self::shift(coefficient, carried).cast_signed();
        let scale = scale.saturating_sub_unsigned(over + carried);
        Self { coefficient: if negative { -coefficient } else { coefficient }, scale }
    }

    /// `number` without its last `digits` digits, rounded.
    fn shift(number: u128, digits: u32) -> u128 {
        match power(digits) {
            Some(1) => number,
            Some(power) => number / power + u128::from(number % power >= power / 2),
            None => 0,
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.coefficient.unsigned_abs().to_string();
        let sign = if self.coefficient < 0 { "-" } else { "" };
        match self.scale {
            0 => write!(f, "{sign}{digits}"),
            1..=60 => {
                let scale = self.scale.unsigned_abs() as usize;
                let padded = format!("{digits:0>width$}", width = scale + 1);
                let (whole, fraction) = padded.split_at(padded.len() - scale);
                write!(f, "{sign}{whole}.{fraction}")
            }
            -38..=-1 if self.coefficient != 0 => {
                write!(f, "{sign}{digits}{}", "0".repeat(self.scale.unsigned_abs() as usize))
            }
            scale => write!(f, "{sign}{digits}E{}", -i64::from(scale)),
        }
    }
}

/// How many digits a number has; zero has one.
fn length(number: u128) -> u32 {
    number.checked_ilog10().map_or(1, |log| log + 1)
}

/// `10^exponent`, if 38 digits hold it.
fn power(exponent: u32) -> Option<u128> {
    10_u128.checked_pow(exponent)
}

/// `10^exponent` for an exponent that is known to be at most 38.
fn ten(exponent: u32) -> u128 {
    power(exponent).expect("at most 38 digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn check(found: Decimal, expected: &str) {
        assert_eq!(found.to_string(), expected);
    }

    #[test]
    fn texts_are_read_and_written() {
        for text in ["0", "1", "-1", "123.456", "0.5", "-0.005", "1.10", "99999999999999999999999999999999999999"] {
            check(number(text), text);
        }
        check(number("+5"), "5");
        check(number(".5"), "0.5");
        check(number("5."), "5");
        check(number("1e3"), "1000");
        check(number("1.5E-3"), "0.0015");
        check(number("1e-70"), "1E-70");
        check(number("999999999999999999999999999999999999995"), "1000000000000000000000000000000000000000");
        assert_eq!(number(".5").ion(), "5d-1");
        for text in ["", "-", ".", "1.2.3", "1e", "e5", "abc", "1 ", "0x10", "1e999999", "--1"] {
            assert!(Decimal::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn sums_keep_the_finer_scale() {
        check(number("1.5").add(number("2.25")), "3.75");
        check(number("1").subtract(number("0.01")), "0.99");
        check(number("1e30").add(number("1e-30")), "1000000000000000000000000000000.0000000");
        check(
            number("99999999999999999999999999999999999999").add(number("1")),
            "100000000000000000000000000000000000000",
        );
        check(number("5").add(number("-5.00")), "0.00");
        check(number("-5").add(number("7.5")), "2.5");
        check(number("5").add(number("-7.5")), "-2.5");
        let most = number("99999999999999999999999999999999999999");
        check(most.add(most), "200000000000000000000000000000000000000");
        check(most.negate().subtract(most), "-200000000000000000000000000000000000000");
    }

    #[test]
    fn products_are_rounded_to_38_digits() {
        check(number("1.5").multiply(number("-2.5")), "-3.75");
        check(
            number("12345678901234567890123456789012345678").multiply(number("10.5")),
            "129629628462962962846296296284629629620",
        );
        check(
            number("0.99999999999999999999999999999999999999")
                .multiply(number("0.99999999999999999999999999999999999999")),
            "0.99999999999999999999999999999999999998",
        );
    }

    #[test]
    fn quotients_have_38_digits_or_end() {
        check(number("3").divide(number("2")).unwrap(), "1.5");
        check(number("10").divide(number("2")).unwrap(), "5");
        check(number("10").divide(number("3")).unwrap(), "3.3333333333333333333333333333333333333");
        check(number("2").divide(number("3")).unwrap(), "0.66666666666666666666666666666666666667");
        check(
            number("1").divide(number("99999999999999999999999999999999999999")).unwrap().multiply(number("1e38")),
            "1",
        );
        assert!(number("1").divide(number("0.0")).is_none());
        check(number("7.5").remainder(number("2")).unwrap(), "1.5");
        check(number("-7").remainder(number("2")).unwrap(), "-1");
        assert!(number("7").remainder(number("0")).is_none());
        assert!(number("1e50").remainder(number("7")).is_none());
    }

    #[test]
    fn order_is_by_value() {
        for (a, b, expected) in [
            ("1.0", "1", Ordering::Equal),
            ("0", "0.00", Ordering::Equal),
            ("-1", "1", Ordering::Less),
            ("-10", "-9.99", Ordering::Less),
            ("1e50", "2", Ordering::Greater),
            ("1e-50", "0", Ordering::Greater),
            ("99999999999999999999999999999999999999", "1e38", Ordering::Less),
            ("12.5", "12.49", Ordering::Greater),
        ] {
            assert_eq!(number(a).compare(number(b)), expected, "{a} {b}");
            assert_eq!(number(b).compare(number(a)), expected.reverse(), "{b} {a}");
        }
    }

    #[test]
    fn integers_are_what_stands_before_the_point() {
        for (text, expected) in [
            ("1.9", Some(1)),
            ("-1.9", Some(-1)),
            ("1e3", Some(1000)),
            ("0e99", Some(0)),
            ("1e-99", Some(0)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("1e99", None),
        ] {
            assert_eq!(number(text).truncate(), expected, "{text}");
        }
        assert!((number("0.1").to_f64() - 0.1).abs() < f64::EPSILON);
        check(Decimal::float(0.456).unwrap(), "0.456");
        assert!(Decimal::float(f64::NAN).is_none());
    }
}
