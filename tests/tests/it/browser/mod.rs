//! A page in a real browser, served from another origin, does what it may at S3, and no more:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>. A page may also be a website's own.
//!
//! The scripts that it runs are in `tests/pages`.

mod forms;
mod multipart;
mod permissive;
mod refusals;
mod website;

use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::builders::CorsRuleBuilder;
use aws_sdk_s3::types::{CorsConfiguration, CorsRule};
use sandpail_tests::{Browser, Server, Site, sdk};
use serde_json::{Value, json};
use std::time::Duration;

/// Whether there is a browser; else a line says that the test is skipped.
#[expect(clippy::print_stdout, reason = "a test that does not run says so")]
fn skipped() -> bool {
    let skipped = !Browser::is_here();
    if skipped {
        println!("skipped: no Chromium on the PATH; scripts/test installs it where it is root on Debian");
    }
    skipped
}

/// A server that verifies signatures, with the bucket `shelf`; a client of it, and a site.
struct Scene {
    server: Server,
    s3: Client,
    site: Site,
}

impl Scene {
    fn new() -> Self {
        let server = Server::verifying(&["--bucket", "shelf", "--domain", "localhost"]);
        let s3 = sdk::client(&server.url());
        Self { server, s3, site: Site::start() }
    }

    /// Gives `shelf` this rule.
    async fn rule(&self, rule: CorsRuleBuilder) {
        let rule = rule.build().expect("a rule");
        let rules = CorsConfiguration::builder().cors_rules(rule).build().expect("rules");
        self.s3.put_bucket_cors().bucket("shelf").cors_configuration(rules).send().await.expect("rules are put");
    }

    /// What a page of `origin`, by either name of the site, finds out by following the plan.
    fn visit(&self, origin: &str, plan: &Value) -> Value {
        visit(&self.site, origin, plan)
    }

    /// What a page of `origin` is given to read of each of these requests.
    fn ask(&self, origin: &str, requests: &[Value]) -> Vec<Seen> {
        ask(&self.site, origin, requests)
    }
}

fn visit(site: &Site, origin: &str, plan: &Value) -> Value {
    site.plan(plan);
    open(site, &format!("{origin}/"))
}

/// What the page at `url` reports to the site.
fn open(site: &Site, url: &str) -> Value {
    let browser = Browser::open(url);
    let report = site.report();
    let console = browser.console();
    drop(browser);
    let report = report.unwrap_or_else(|| panic!("the page reported nothing; the browser said: {console}"));
    assert!(report.get("failed").is_none(), "{report}; the browser said: {console}");
    report
}

fn ask(site: &Site, origin: &str, requests: &[Value]) -> Vec<Seen> {
    let report = visit(site, origin, &json!({ "script": "requests", "requests": requests }));
    report.as_array().expect("a list of answers").iter().cloned().map(Seen).collect()
}

/// An answer as the page saw it.
#[derive(Debug)]
struct Seen(Value);

impl Seen {
    /// Its status; none when the browser kept the answer from the page.
    fn status(&self) -> Option<u64> {
        self.0["status"].as_u64()
    }

    /// A header, if the page may read it.
    fn header(&self, name: &str) -> Option<&str> {
        self.0["headers"][name].as_str()
    }

    fn text(&self) -> &str {
        self.0["text"].as_str().unwrap_or_default()
    }

    /// That the browser kept it from the page: fetch fails, and says no more.
    #[track_caller]
    fn is_refused(&self) {
        assert_eq!(self.0, json!({ "refused": "TypeError: Failed to fetch" }));
    }
}

/// A rule for one origin and these methods.
fn rule(origin: &str, methods: &[&str]) -> CorsRuleBuilder {
    methods.iter().fold(CorsRule::builder().allowed_origins(origin), |rule, method| rule.allowed_methods(*method))
}

fn hour() -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(3600)).expect("an hour is allowed")
}
