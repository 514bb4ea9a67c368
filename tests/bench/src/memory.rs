//! What Sandpail needs without any load, what objects cost in memory, and what it gives back when they are gone.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::sleep;

use crate::Outcome;
use crate::load::send;
use crate::process::Process;
use crate::sign::{Maker, Payload};
use crate::workloads::{KEYS, big, delete_document, folder, small};

/// How often it is started.
const STARTS: usize = 9;
/// What the allocator needs to notice that memory is free: see docs/decisions/0022.
const REST: Duration = Duration::from_secs(2);

/// Measures the binary with this many objects of 1 KiB.
pub(crate) async fn table(binary: &Path, pin: Option<usize>, objects: usize) -> Outcome<String> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Process::sandpail(binary, pin).await?.started());
    }
    starts.sort_unstable();
    let server = Process::sandpail(binary, pin).await?;
    let make = Maker::new(server.address());
    let idle = server.rss().unwrap_or_default();
    send(&server, &[make.plain("PUT", "/list"), make.plain("PUT", "/bench")]).await?;
    for at in 0..objects / KEYS {
        send(&server, &folder(&make, at)).await?;
    }
    let full = server.rss().unwrap_or_default();
    for at in 0..objects / KEYS {
        let keys = (0..KEYS).map(|key| format!("d{at:04}/f{key:04}"));
        send(&server, &[delete_document(&make, "list", keys)]).await?;
    }
    let empty = after_rest(&server, &make).await?;
    let body = big();
    let large = (0..4).map(|at| make.request("PUT", &format!("/bench/{at}"), &[], &body, Payload::Unsigned));
    send(&server, &large.collect::<Vec<_>>()).await?;
    let large = server.rss().unwrap_or_default();
    send(&server, &(0..4).map(|at| make.plain("DELETE", &format!("/bench/{at}"))).collect::<Vec<_>>()).await?;
    let again = after_rest(&server, &make).await?;
    let each = (full.saturating_sub(idle) / objects as u64).saturating_sub(small().len() as u64);
    let mib = |bytes: u64| format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20));
    let size = binary.metadata()?.len();
    Ok([
        "| beyond requests | Sandpail | target |".to_owned(),
        "|---|---:|---:|".to_owned(),
        format!("| start to first good answer | {:.1} ms | 20 ms |", starts[STARTS / 2].as_secs_f64() * 1e3),
        format!("| memory, idle | {} | 12 MiB |", mib(idle)),
        format!("| memory with {objects} objects of 1 KiB | {} | |", mib(full)),
        format!("| beyond its payload, each | {each} bytes | 700 bytes |"),
        format!("| memory after they are deleted | {} | {} |", mib(empty), mib(idle * 6 / 5)),
        format!("| memory with 4 objects of 64 MiB | {} | |", mib(large)),
        format!("| memory after they are deleted | {} | {} |", mib(again), mib(idle * 6 / 5)),
        format!("| binary | {:.1} MB | 15 MB |\n", size as f64 / 1e6),
    ]
    .join("\n"))
}

/// The memory once the allocator has had time, and requests to give it occasion.
async fn after_rest(server: &Process, make: &Maker) -> Outcome<u64> {
    sleep(REST).await;
    let body = Bytes::from_static(b"small");
    let put = |at| make.request("PUT", &format!("/bench/s{at}"), &[], &body, Payload::Unsigned);
    for _ in 0..4 {
        send(server, &(0..500).map(put).collect::<Vec<_>>()).await?;
    }
    Ok(server.rss().unwrap_or_default())
}
