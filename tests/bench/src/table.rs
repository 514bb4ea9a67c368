//! The table of what operations cost, in Markdown.

use std::fs;
use std::time::Duration;

use time::OffsetDateTime;
use time::macros::format_description;

use crate::load::Cost;
use crate::workloads::Workload;

/// What each workload cost the floor and Sandpail, round by round.
pub(crate) fn costs(workloads: &[&Workload], costs: &[[Vec<Cost>; 2]], rounds: usize, window: Duration) -> String {
    let kind =
        if costs.iter().flatten().flatten().all(|cost| cost.cpu.is_some()) { "server CPU" } else { "wall clock" };
    let mut lines = vec![
        format!("{}; median of {rounds} rounds of {window:?}; {kind} per operation.\n", machine()),
        "| workload | floor | Sandpail | × floor | target |".to_owned(),
        "|---|---:|---:|---:|---:|".to_owned(),
    ];
    for (workload, [floor, sandpail]) in workloads.iter().zip(costs) {
        let (floor, sandpail) = (median(floor), median(sandpail));
        let ratio = sandpail.as_secs_f64() / floor.as_secs_f64().max(f64::MIN_POSITIVE);
        let (name, target) = (workload.name, workload.target);
        lines.push(format!("| {name} | {floor:.1?} | {sandpail:.1?} | {ratio:.2} | {target} |"));
    }
    lines.join("\n") + "\n"
}

fn median(costs: &[Cost]) -> Duration {
    let mut times: Vec<_> = costs.iter().map(Cost::time).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// When and on what.
fn machine() -> String {
    let date = OffsetDateTime::now_utc().format(format_description!("[year]-[month]-[day]")).unwrap_or_default();
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let count = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    format!("{date}, {count} × {model}, {} {}", std::env::consts::OS, kernel.trim())
}
