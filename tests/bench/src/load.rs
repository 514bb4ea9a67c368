//! The load: connections that ask, each as soon as it has its answer, for as long as the window is open.

use std::cell::Cell;
use std::io;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;

use crate::Outcome;
use crate::http::Connection;
use crate::multipart;
use crate::process::Process;
use crate::sign::{Maker, Request};
use crate::workloads::{self, Kind, Workload};

/// How many connections the preparations use.
const CONNECTIONS: usize = 16;

/// What one window cost, per operation.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Of the server's process; `None` where the system does not tell.
    pub(crate) cpu: Option<Duration>,
    /// Of the clock on the wall.
    pub(crate) wall: Duration,
}

impl Cost {
    /// What counts.
    pub(crate) fn time(&self) -> Duration {
        self.cpu.unwrap_or(self.wall)
    }
}

/// Makes the buckets and what `workloads` list.
pub(crate) async fn fill(server: &Process, make: &Maker, workloads: &[&Workload]) -> Outcome<()> {
    let buckets = [make.plain("PUT", "/bench"), make.plain("PUT", "/list")];
    send(server, &buckets).await?;
    if workloads.iter().any(|workload| workload.kind == Kind::List) {
        for folder in 0..workloads::FOLDERS {
            send(server, &workloads::folder(make, folder)).await?;
        }
    }
    Ok(())
}

/// Sends each of `requests` once.
pub(crate) async fn send(server: &Process, requests: &[Request]) -> io::Result<()> {
    let load = Load { requests, next: Cell::new(0), once: true, until: Instant::now() };
    load.run(server, CONNECTIONS).await.map(drop)
}

/// What one operation of `workload` costs `server` now.
pub(crate) async fn cost(server: &Process, workload: &Workload, window: Duration) -> Outcome<Cost> {
    let make = Maker::new(server.address());
    let plan = (workload.plan)(&make);
    send(server, &plan.before).await?;
    let once = workload.kind == Kind::Once;
    if !once && workload.kind != Kind::Multipart {
        // Connections, caches and the allocator are as they stay.
        let until = Instant::now() + window / 5;
        let warm = Load { requests: &plan.requests, next: Cell::new(0), once, until };
        warm.run(server, workload.connections).await?;
    }
    let (cpu, begin) = (server.cpu(), Instant::now());
    let operations = if workload.kind == Kind::Multipart {
        multipart::upload(server, &make, workload.connections).await?
    } else {
        let load = Load { requests: &plan.requests, next: Cell::new(0), once, until: begin + window };
        load.run(server, workload.connections).await?
    };
    let operations = u32::try_from(operations)?;
    let wall = begin.elapsed() / operations;
    let cpu = cpu.zip(server.cpu()).map(|(before, after)| (after - before) / operations);
    send(server, &plan.after).await?;
    Ok(Cost { cpu, wall })
}

/// Requests that connections take in turn.
struct Load<'a> {
    requests: &'a [Request],
    next: Cell<usize>,
    /// Each is for one time; else they come round until the time is over.
    once: bool,
    until: Instant,
}

impl Load<'_> {
    /// How many requests were answered; all of them well.
    async fn run(&self, server: &Process, connections: usize) -> io::Result<usize> {
        let connections = (0..connections.min(self.requests.len())).map(|_| self.connection(server));
        Ok(try_join_all(connections).await?.into_iter().sum())
    }

    async fn connection(&self, server: &Process) -> io::Result<usize> {
        let mut connection = Connection::open(server.address()).await?;
        let mut answered = 0;
        while let Some(request) = self.take() {
            connection.ask(request).await?;
            answered += 1;
            if !self.once && Instant::now() >= self.until {
                break;
            }
        }
        Ok(answered)
    }

    fn take(&self) -> Option<&Request> {
        let at = self.next.replace(self.next.get() + 1);
        self.requests.get(if self.once { at } else { at % self.requests.len() })
    }
}
