//! What a request costs Sandpail, against a server that speaks HTTP and nothing else; run by `scripts/bench`.
//!
//! Both servers run at once; each workload is driven against the one and then the other, several rounds over, and the
//! medians are compared. What counts is the CPU time that the server's process used per operation, which a busy machine
//! changes less than it changes the clock on the wall. The table that comes out is Markdown, for `docs/performance.md`.

#![expect(clippy::disallowed_methods, reason = "a bench reads the machine's clock, waits, and serves connections")]

mod floor;
mod http;
mod load;
mod memory;
mod multipart;
mod process;
mod sign;
mod table;
mod workloads;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::load::Cost;
use crate::process::Process;
use crate::sign::Maker;
use crate::workloads::{WORKLOADS, Workload};

/// Any failure ends the run: a table with holes would be taken for one without.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// Measures Sandpail against a floor: server CPU per operation, memory, start
#[derive(Parser)]
#[command(name = "scripts/bench")]
struct Options {
    /// One short round, and fewer objects
    #[arg(long)]
    quick: bool,
    /// Only these, such as put-1k,get-1k
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    workloads: Vec<String>,
    /// How long each workload is measured in each round
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<f64>,
    /// How often all of it is measured
    #[arg(long, value_name = "COUNT")]
    rounds: Option<usize>,
    /// Memory of a million objects, not of a hundred thousand
    #[arg(long)]
    million: bool,
    /// The binary to measure
    #[arg(long, value_name = "FILE", required_unless_present = "floor")]
    sandpail: Option<PathBuf>,
    /// The core for the servers
    #[arg(long, value_name = "CPU")]
    pin: Option<usize>,
    /// Be the floor, at this address
    #[arg(long, value_name = "HOST:PORT", hide = true)]
    floor: Option<String>,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    if let Some(address) = &options.floor {
        return Ok(floor::serve(address)?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure(&options))
}

async fn measure(options: &Options) -> Outcome<()> {
    let binary = options.sandpail.as_deref().ok_or("--sandpail is missing")?;
    let chosen = chosen(&options.workloads)?;
    let rounds = options.rounds.unwrap_or(if options.quick { 1 } else { 3 });
    let window = Duration::from_secs_f64(options.seconds.unwrap_or(if options.quick { 0.3 } else { 1.0 }));
    let floor = Process::floor(options.pin).await?;
    let sandpail = Process::sandpail(binary, options.pin).await?;
    let mut costs: Vec<[Vec<Cost>; 2]> = chosen.iter().map(|_| [Vec::new(), Vec::new()]).collect();
    for server in [&floor, &sandpail] {
        load::fill(server, &Maker::new(server.address()), &chosen).await?;
    }
    for round in 0..rounds {
        for (workload, costs) in chosen.iter().zip(&mut costs) {
            // Whoever comes first meets other caches, so they take turns.
            for turn in [round % 2, 1 - round % 2] {
                let server = [&floor, &sandpail][turn];
                let cost = load::cost(server, workload, window).await;
                costs[turn].push(cost.map_err(|error| format!("{}: {error}", workload.name))?);
            }
        }
    }
    drop((floor, sandpail));
    println(&table::costs(&chosen, &costs, rounds, window));
    if options.workloads.is_empty() {
        let objects = if options.million { 1_000_000 } else { 100_000 };
        println(&memory::table(binary, options.pin, if options.quick { objects / 10 } else { objects }).await?);
    }
    Ok(())
}

fn chosen(names: &[String]) -> Outcome<Vec<&'static Workload>> {
    let find = |name: &String| {
        let found = WORKLOADS.iter().find(|workload| workload.name == name);
        found.ok_or_else(|| format!("no workload {name:?}; there are {}", workloads::names()).into())
    };
    if names.is_empty() { Ok(WORKLOADS.iter().collect()) } else { names.iter().map(find).collect() }
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn println(text: &str) {
    println!("{text}");
}
