//! What the generated certificates say, and which given ones are refused.

use std::time::{Duration, SystemTime};

use sandpail_control::ManualClock;
use time::OffsetDateTime;
use time::macros::datetime;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;

use super::*;

fn provider() -> CryptoProvider {
    ring::default_provider()
}

#[test]
fn certificates_are_good_for_as_long_as_clients_take_them_and_always_with_a_clock_of_ones_own() {
    let Validity { from, to } = Validity::of(None);
    assert!(to - from <= time::Duration::days(825), "{from} {to}");
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    for at in [datetime!(1999-01-01 0:00 UTC), datetime!(2026-01-01 0:00 UTC), datetime!(3000-01-01 0:00 UTC)] {
        let Validity { from, to } = Validity::of(Some(&clock));
        assert!(from < at && at < to, "{at}");
    }
    assert!(from < OffsetDateTime::from(sandpail_control::SystemClock.now()));
}

#[test]
fn the_pem_is_the_certificate_in_lines_of_64() {
    let authority = Authority::new(Validity::of(None), &provider()).unwrap();
    assert!(authority.pem().starts_with("-----BEGIN CERTIFICATE-----\n"), "{}", authority.pem());
    assert!(authority.pem().lines().all(|line| line.len() <= 64) && authority.pem().ends_with("-----\n"));
    let read = CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap();
    let other = Authority::new(Validity::of(None), &provider()).unwrap();
    assert_ne!(read, CertificateDer::from_pem_slice(other.pem().as_bytes()).unwrap());
}

#[test]
fn a_certificate_is_for_localhost_and_for_how_the_client_came() {
    let authority = Authority::new(Validity::of(None), &provider()).unwrap();
    let has = |der: &[u8], name: &[u8]| der.windows(name.len()).any(|window| window == name);
    let mapped: IpAddr = "::ffff:192.0.2.7".parse().unwrap();
    let certified = authority.certify(Some("shelf.s3.test"), Some(mapped)).unwrap();
    let der = certified.end_entity_cert().unwrap();
    // Each as GeneralName has it: a tag of the context, a length, the name or the address.
    for name in
        [&b"\x82\x0dshelf.s3.test"[..], b"\x82\x09localhost", b"\x87\x04\x7f\0\0\x01", b"\x87\x04\xc0\0\x02\x07"]
    {
        assert!(has(der, name), "{name:?}");
    }
    let again = authority.certify(None, Some(mapped)).unwrap();
    assert!(!has(again.end_entity_cert().unwrap(), b"shelf.s3.test"));
    assert!(has(der, b"\x02\x01\x02\x30") && has(again.end_entity_cert().unwrap(), b"\x02\x01\x03\x30"), "numbers");
}

const EC: &[u8] = include_bytes!("../../../../tests/certificates/ec.pem");
const EC_KEY: &[u8] = include_bytes!("../../../../tests/certificates/ec.pkcs8.pem");
const RSA_KEY: &[u8] = include_bytes!("../../../../tests/certificates/rsa.pkcs1.pem");

#[test]
fn what_is_given_must_be_a_certificate_and_its_key() {
    let check = |certificates: &[u8], key: &[u8]| Tls::pem(certificates, key).map(|_| ());
    assert_eq!(check(EC, EC_KEY), Ok(()));
    let both = [EC_KEY, EC].concat();
    assert_eq!(check(&both, &both), Ok(()), "one file may hold both");
    assert_eq!(check(EC, RSA_KEY), Err(TlsError::Mismatch));
    for certificates in
        [&b""[..], b"no PEM", EC_KEY, &EC[..200], b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        assert!(matches!(check(certificates, EC_KEY), Err(TlsError::Certificate(_))), "{certificates:?}");
    }
    for key in
        [&b""[..], b"no PEM", EC, &EC_KEY[..100], b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
    {
        assert!(matches!(check(EC, key), Err(TlsError::Key(_))), "{key:?}");
    }
    assert_eq!(format!("{:?} {:?}", Tls::generated(), Tls::pem(EC, EC_KEY).unwrap()), "Tls::generated() Tls::pem(..)");
}
