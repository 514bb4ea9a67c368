//! What an encrypted object asks of those who read it, copy it or add parts to it.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html>

use http::header::AUTHORIZATION;

use super::{CustomerKey, Encryption, METHOD, Of, text};
use crate::error::Result;
use crate::error::encryption::EncryptionError;
use crate::exchange::Exchange;
use crate::headers::{Family, Headers};

/// One who reads an object, with the key that came along.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    exchange: &'a Exchange,
    /// The customer's key, if the request brings one.
    pub(crate) key: Option<CustomerKey>,
}

impl<'a> Reader<'a> {
    /// Who asks.
    ///
    /// # Errors
    /// `MethodOnRead`; what S3 says of each header of a key that is missing or wrong.
    pub(crate) fn of(exchange: &'a Exchange) -> Result<Self> {
        check_headers(&exchange.headers)?;
        Ok(Self { exchange, key: CustomerKey::for_read(&exchange.headers, Of::Object)? })
    }

    /// Who copies.
    ///
    /// # Errors
    /// What S3 says of each header of the source's key that is missing or wrong.
    pub(crate) fn of_source(exchange: &'a Exchange) -> Result<Self> {
        Ok(Self { exchange, key: CustomerKey::for_read(&exchange.headers, Of::CopySource)? })
    }

    /// Lets those read who bring the key that the object has.
    ///
    /// # Errors
    /// `KeyRequired`, `KeyWrong`, `KeyNotApplicable`, `KmsSignature`.
    pub(crate) fn open(&self, encryption: &Encryption) -> Result<()> {
        open(encryption, self.key.as_ref())?;
        check_signature(self.exchange, encryption)
    }
}

/// Refuses the header of writes on a read: the method is the object's, and cannot be chosen.
fn check_headers(headers: &Headers) -> Result<()> {
    match headers.has(Family::Encryption).then(|| text(headers, METHOD)).flatten() {
        Some(value) => Err(EncryptionError::MethodOnRead { value: value.to_owned() }.into()),
        None => Ok(()),
    }
}

fn open(encryption: &Encryption, key: Option<&CustomerKey>) -> Result<()> {
    match (encryption, key) {
        (Encryption::Customer(seal), Some(key)) if key.opens(seal) => Ok(()),
        (Encryption::Customer(_), Some(_)) => Err(EncryptionError::KeyWrong {}.into()),
        (Encryption::Customer(_), None) => Err(EncryptionError::KeyRequired {}.into()),
        (_, Some(_)) => Err(EncryptionError::KeyNotApplicable {}.into()),
        (_, None) => Ok(()),
    }
}

/// Holds a part to the key that its upload was started with.
///
/// # Errors
/// `PartKey`, `PartKeyWrong`.
pub(crate) fn check_part(encryption: &Encryption, key: Option<&CustomerKey>) -> Result<()> {
    match (encryption, key) {
        (Encryption::Customer(seal), Some(key)) if key.opens(seal) => Ok(()),
        (Encryption::Customer(_), Some(_)) => Err(EncryptionError::PartKeyWrong {}.into()),
        // S3 says the same of a key too many.
        (Encryption::Customer(_), None) | (_, Some(_)) => Err(EncryptionError::PartKey {}.into()),
        (_, None) => Ok(()),
    }
}

/// Refuses requests about objects with a KMS key that are not signed with version 4. (S3 wants TLS too, of them and of
/// those with a customer's key; here nobody needs it.)
///
/// # Errors
/// `KmsSignature`.
pub(crate) fn check_signature(exchange: &Exchange, encryption: &Encryption) -> Result<()> {
    // Only version 4 has a scope, and with it a region.
    if !matches!(encryption, Encryption::Kms(_)) || exchange.region.is_some() {
        return Ok(());
    }
    let value = text(&exchange.headers, AUTHORIZATION).unwrap_or("null");
    Err(EncryptionError::KmsSignature { value: value.to_owned() }.into())
}

#[cfg(test)]
mod tests {
    use sandpail_control::SeededEntropy;

    use super::*;
    use crate::rules::encryption::Kms;

    #[track_caller]
    fn check(encryption: &Encryption, key: Option<&CustomerKey>, read: Option<&str>, part: Option<&str>) {
        let said = |result: Result<()>| result.err().map(|error| error.document().message.into_owned());
        assert_eq!(said(open(encryption, key)).as_deref(), read);
        assert_eq!(said(check_part(encryption, key)).as_deref(), part);
    }

    /// As recorded.
    #[test]
    fn an_object_is_opened_by_its_own_key() {
        let (key, other) = (CustomerKey::of(&[7; 32]), CustomerKey::of(&[8; 32]));
        let sealed = Encryption::Customer(key.seal(&SeededEntropy::from_seed(1)));
        let part = "The multipart upload initiate requested encryption. Subsequent part requests must include the \
            appropriate encryption parameters.";
        let required = "The object was stored using a form of Server Side Encryption. The correct parameters must be \
            provided to retrieve the object.";
        let wrong = "Requests specifying Server Side Encryption with Customer provided keys must provide the correct \
            secret key.";
        let mismatch = "The provided encryption parameters did not match the ones used originally.";
        check(&sealed, Some(&key), None, None);
        check(&sealed, Some(&other), Some(wrong), Some(mismatch));
        check(&sealed, None, Some(required), Some(part));
        let kms = Encryption::Kms(Kms { key: String::new(), dual: false, bucket_key: false, context: None });
        for open in [Encryption::S3, kms] {
            check(&open, None, None, None);
            check(&open, Some(&key), Some("The encryption parameters are not applicable to this object."), Some(part));
        }
    }
}
