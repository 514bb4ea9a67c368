//! The binary as a shell or a container sees it: options, variables, output, exit codes, signals.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what fails here is a failed test")]

mod drop_in;
mod log;
mod seed;
mod served;

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use served::{BINARY, Served, refusal, sandpail};

#[test]
fn signals_end_it_with_success() {
    for signal in ["-TERM", "-INT"] {
        let served = Served::start(sandpail(&["--listen", "127.0.0.1:0"], &[]));
        assert_eq!(served.get("/_sandpail/ready"), "HTTP/1.1 200 OK");
        let (code, log) = served.end(signal);
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains(&signal.replace('-', "SIG")), "{log}");
    }
}

#[test]
fn options_come_from_the_command_line_or_the_environment() {
    let check = |arguments: &[&str], variables: &[(&str, &str)], path: &str, expected: &str| {
        let listen = ("SANDPAIL_LISTEN", "127.0.0.1:0");
        let served = Served::start(sandpail(arguments, &[variables, &[listen]].concat()));
        assert_eq!(served.get(path), expected, "{arguments:?} {variables:?} {path}");
    };
    let (found, missing) = ("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found");
    check(&[], &[], "/photos", missing);
    check(&["--bucket", "photos"], &[], "/photos", found);
    check(&["serve", "--bucket", "videos,photos"], &[], "/photos", found);
    check(&[], &[("SANDPAIL_BUCKET", " videos , ,photos,")], "/photos", found);
    check(&["serve"], &[("SANDPAIL_BUCKET", "photos")], "/photos", found);
    check(&["--bucket", "videos"], &[("SANDPAIL_BUCKET", "photos")], "/photos", missing);
    let empty = ["REGION", "DOMAIN", "ACCESS_KEY", "SECRET_KEY", "CREDENTIALS", "BUCKET", "LOG", "LOG_LEVEL"];
    let empty = empty.map(|name| format!("SANDPAIL_{name}"));
    let empty: Vec<_> = empty.iter().map(|name| (name.as_str(), "")).collect();
    check(&[], &empty, "/photos", missing);
    check(&["serve"], &empty, "/photos", missing);
}

#[test]
fn what_cannot_be_served_ends_it_with_2_and_one_line() {
    let check = |arguments: &[&str], variables: &[(&str, &str)], facts: &[&str]| {
        let why = refusal(sandpail(arguments, variables));
        assert!(facts.iter().all(|fact| why.contains(fact)), "{why:?}");
    };
    let served = Served::start(sandpail(&["--listen", "127.0.0.1:0"], &[]));
    check(&["--listen", &served.address], &[], &[&served.address, "in use", "--listen"]);
    check(&[], &[("SANDPAIL_LISTEN", "nowhere")], &["nowhere", "--listen"]);
    check(&["--listen"], &[], &["--listen", "--help"]);
    check(&["--bucket", "No"], &[], &["\"No\"", "InvalidBucketName", "--bucket"]);
    check(&[], &[("SANDPAIL_BUCKET", "photos,No_Bucket")], &["\"No_Bucket\"", "InvalidBucketName"]);
    check(&["--region", "us east"], &[], &["us east", "region"]);
    check(&["--domain", "localhost:9000"], &[], &["localhost:9000", "port"]);
    check(&["--access-key", "test"], &[], &["--secret-key"]);
    check(&[], &[("SANDPAIL_SECRET_KEY", "test")], &["--access-key"]);
    check(&["--log", "xml"], &[], &["xml", "text, json, off"]);
    check(&["--log-level", "loud"], &[], &["loud", "debug"]);
    check(&["--verbose"], &[], &["--verbose", "--help"]);
    check(&["servers"], &[], &["servers", "--help"]);
    check(&["--credentials", "no/such.json"], &[], &["no/such.json", "access_key"]);
}

#[test]
fn a_certificate_that_cannot_be_used_is_refused_by_the_name_of_its_file() {
    let file = |name: &str| format!("{}/../../tests/certificates/{name}", env!("CARGO_MANIFEST_DIR"));
    let check = |certificate: &str, key: &str, named: &str, fact: &str| {
        let (certificate, key) = (file(certificate), file(key));
        let why = refusal(sandpail(&["--tls-cert", &certificate, "--tls-key", &key], &[]));
        assert!(why.contains(&format!("TLS file {}: ", file(named))) && why.contains(fact), "{why:?}");
        assert!(why.contains("--tls-cert and --tls-key take PEM files"), "{why:?}");
    };
    check("none.pem", "ec.pkcs8.pem", "none.pem", "No such file");
    check("ec.pem", "none.pem", "none.pem", "No such file");
    check("README.md", "ec.pkcs8.pem", "README.md", "no usable certificate");
    check("ec.pkcs8.pem", "ec.pkcs8.pem", "ec.pkcs8.pem", "no usable certificate");
    check("ec.pem", "ec.pem", "ec.pem", "no usable private key");
    check("ec.pem", "ec.encrypted.pem", "ec.encrypted.pem", "not encrypted");
    check("ec.pem", "rsa.pkcs8.pem", "rsa.pkcs8.pem", "not that of the certificate");
}

#[test]
fn with_tls_it_is_ready_on_https() {
    for (arguments, variables, expected) in [
        (&["--tls"][..], &[][..], "https"),
        (&["serve", "--tls"], &[], "https"),
        (&[], &[("SANDPAIL_TLS", "true")], "https"),
        (&["--tls=false"], &[("SANDPAIL_TLS", "true")], "http"),
        (&[], &[("SANDPAIL_TLS", ""), ("SANDPAIL_TLS_CERT", ""), ("SANDPAIL_TLS_KEY", "")], "http"),
    ] {
        let listen = ["--listen", "127.0.0.1:0"];
        let mut command = sandpail(&[arguments, &listen].concat(), variables);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        assert!(ready.starts_with(&format!("sandpail ready on {expected}://127.0.0.1:")), "{arguments:?} {ready:?}");
    }
}

#[test]
fn a_credentials_file_is_read_or_refused_by_its_name() {
    let folder = std::env::temp_dir().join(format!("sandpail-cli-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("keys.json");
    let start = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let mut command = sandpail(&["--listen", "127.0.0.1:0", "--credentials"], &[]);
        command.arg(&path);
        command
    };
    let full = r#"[{"access_key": "a", "secret_key": "b"}, {"access_key": "c", "secret_key": "d",
        "account": "123456789012", "canonical_id": "e", "display_name": "f"}]"#;
    assert_eq!(Served::start(start(full)).get("/_sandpail/health"), "HTTP/1.1 200 OK");
    let key = r#"{"access_key": "a", "secret_key": "b"}"#;
    for wrong in [
        "",
        key,
        r#"[{"access_key": "a"}]"#,
        r#"[{"access_key": "a", "secret_key": "b", "acount": "1"}]"#,
        r#"[{"access_key": "a", "secret_key": "b", "account": "1"}]"#,
        &format!("[{key}, {key}]"),
    ] {
        refusal(start(wrong));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn help_and_version_go_to_standard_output() {
    let secret = [("SANDPAIL_SECRET_KEY", "hunter2")];
    let text = |arguments: &[&str]| {
        let output = sandpail(arguments, &secret).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(text(&["--version"]), format!("sandpail {}\n", env!("CARGO_PKG_VERSION")));
    for arguments in [&["--help"][..], &["-h"], &["serve", "--help"]] {
        let help = text(arguments);
        assert!(help.contains("SANDPAIL_LISTEN") && !help.contains("hunter2"), "{help}");
    }
}

#[test]
fn running_out_of_file_descriptors_does_not_end_it() {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 24; exec \"$0\" --listen 127.0.0.1:0"]).arg(OsStr::new(BINARY)).env_clear();
    let mut served = Served::start(command);
    // The system completes all of these, though the process can accept only some; it has to notice before they go.
    let crowd: Vec<_> = (0..40).map(|_| served.connect()).collect();
    served.logs("cannot accept connections");
    let mut last = served.connect();
    write!(last, "GET /_sandpail/health HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    drop(crowd);
    let mut answer = [0; 15];
    last.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    assert_eq!(served.end("-TERM").0, Some(0));
}
