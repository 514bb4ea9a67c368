//! One evaluation of a statement over an object, fed piece by piece.

use std::collections::VecDeque;
use std::time::SystemTime;

use super::error::Result;
use super::evaluate::{self, Accumulator, Environment, Row};
use super::input::{Csv, Decoder, Framing, Record, Splitter, parse_json};
use super::output::{Output, Writer};
use super::plan::{Columns, Plan};
use super::project::project;
use super::scan::Scan;
use super::settings::{Format, Header, Settings};
use super::sql::{Statement, Step};
use super::value::{Timestamp, Value};

/// How many bytes were read, how many they were decompressed, and how many came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) scanned: u64,
    pub(crate) processed: u64,
    pub(crate) returned: u64,
}

/// An evaluation under way.
pub(crate) struct Run {
    statement: Statement,
    format: Format,
    output: Output,
    now: Timestamp,
    scan: Option<Scan>,
    decoder: Decoder,
    splitter: Splitter,
    /// Whether the first record of the object is still to be taken off.
    header: Header,
    names: Vec<String>,
    /// Made once the names are known.
    plan: Option<Plan>,
    accumulators: Vec<Accumulator>,
    /// How many records may still be written.
    left: u64,
    fields: Vec<Value>,
    result: Vec<u8>,
    progress: Progress,
    done: bool,
    /// Whether the bytes that were fed have more in them than was evaluated.
    paused: bool,
}

/// How much is decompressed before the result is to be taken: a few bytes can stand for millions.
const PLAIN: u64 = 1024 * 1024;

impl Run {
    /// Begins. `offset` is where in the object the bytes begin that it will be fed.
    ///
    /// # Errors
    /// What of the statement cannot be meant.
    pub(crate) fn new(settings: &Settings, scan: Option<Scan>, offset: u64, now: SystemTime) -> Result<Self> {
        let mut run = Self {
            statement: settings.statement.clone(),
            format: settings.format.clone(),
            output: settings.output.clone(),
            now: Timestamp::utc(now),
            scan,
            decoder: Decoder::new(settings.compression),
            splitter: Splitter::new(settings.format.framing(), offset),
            header: settings.format.header(),
            names: Vec::new(),
            plan: None,
            accumulators: Vec::new(),
            left: settings.statement.limit.unwrap_or(u64::MAX),
            fields: Vec::new(),
            result: Vec::new(),
            progress: Progress::default(),
            done: false,
            paused: false,
        };
        if run.header != Header::Use {
            run.bind()?;
        }
        // Behind the start of the object there is no first record to ignore.
        if run.header == Header::Ignore && offset > 0 {
            run.header = Header::None;
        }
        Ok(run)
    }

    /// Whether more input would change nothing.
    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    /// Whether it is to be fed again, be it with nothing, before the object can be said to have ended.
    pub(crate) fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether the names of the columns are still to come.
    pub(crate) fn wants_header(&self) -> bool {
        self.header == Header::Use
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress
    }

    /// How much of the result waits to be taken.
    pub(crate) fn ready(&self) -> usize {
        self.result.len()
    }

    /// Takes what there is of the result.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.progress.returned += self.result.len() as u64;
        std::mem::take(&mut self.result)
    }

    /// Takes in the start of the object for the names that it holds, and nothing else of it: for a scan that begins
    /// behind it. `last` says that it is all of the object.
    ///
    /// # Errors
    /// As [`Self::feed`].
    pub(crate) fn feed_header(&mut self, start: &[u8], last: bool) -> Result<()> {
        let mut splitter = Splitter::new(self.format.framing(), 0);
        splitter.push(start);
        while self.wants_header() {
            let Some(record) = splitter.next(last)? else { break };
            self.take_header(record.text)?;
        }
        Ok(())
    }

    /// Takes in the next bytes of the object; answers how many of them.
    ///
    /// # Errors
    /// What is wrong with the object, or with the statement in view of it.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<usize> {
        let read = self.decode(|decoder, out| decoder.feed(bytes, out))?;
        self.progress.scanned += read as u64;
        Ok(read)
    }

    /// Ends: there are no more bytes.
    ///
    /// # Errors
    /// As [`Self::feed`].
    pub(crate) fn finish(&mut self) -> Result<()> {
        if !self.done {
            self.decode(|decoder, out| decoder.finish(out))?;
            self.records(true)?;
        }
        if self.wants_header() {
            self.take_names(Vec::new())?;
        }
        self.aggregate()
    }

    fn decode<T>(
        &mut self,
        with: impl FnOnce(&mut Decoder, &mut dyn FnMut(&[u8]) -> Result<bool>) -> Result<T>,
    ) -> Result<T> {
        let begun = self.progress.processed;
        self.paused = false;
        let idle = Decoder::new(super::input::Compression::None);
        let mut decoder = std::mem::replace(&mut self.decoder, idle);
        let done = with(&mut decoder, &mut |plain| {
            self.progress.processed += plain.len() as u64;
            self.splitter.push(plain);
            self.records(false)?;
            self.paused = !self.done && self.progress.processed - begun >= PLAIN;
            Ok(!self.done && !self.paused)
        });
        self.decoder = decoder;
        done
    }

    /// Goes through the records that there are.
    fn records(&mut self, last: bool) -> Result<()> {
        let idle = Splitter::new(Framing::Value, 0);
        let mut splitter = std::mem::replace(&mut self.splitter, idle);
        let mut outcome = Ok(());
        while outcome.is_ok() && !self.done {
            outcome = match splitter.next(last) {
                Ok(Some(record)) => self.record(record, last),
                Ok(None) => break,
                Err(error) => Err(error),
            };
        }
        self.splitter = splitter;
        outcome
    }

    fn record(&mut self, record: Record<'_>, last: bool) -> Result<()> {
        match self.scan {
            Some(scan) if record.offset > scan.last => {
                self.done = true;
                return Ok(());
            }
            Some(scan) if record.offset < scan.first && !(record.offset == 0 && self.header != Header::None) => {
                return Ok(());
            }
            _ => {}
        }
        match &self.format {
            Format::Csv(csv, _) => {
                let record = csv.line(record.text);
                if csv.is_void(record) {
                    return Ok(());
                }
                if self.header != Header::None {
                    return self.take_header(record);
                }
                let mut fields = std::mem::take(&mut self.fields);
                let csv: &Csv = csv;
                csv.fields(record, !last, &mut fields)?;
                let names = std::mem::take(&mut self.names);
                let outcome = self.row(&Row::Columns { names: &names, values: &fields });
                (self.names, self.fields) = (names, fields);
                outcome
            }
            Format::Lines | Format::Document => {
                if record.text.trim_ascii().is_empty() {
                    return Ok(());
                }
                let value = parse_json(record.text)?;
                let steps = self.plan.as_ref().map(|plan| plan.steps.clone()).unwrap_or_default();
                self.rows(&value, &steps)
            }
        }
    }

    /// The rows that the steps lead to from a value, one after the other. Where they lead nowhere is MISSING.
    fn rows(&mut self, value: &Value, steps: &[Step]) -> Result<()> {
        let mut todo: VecDeque<(&Value, &[Step])> = VecDeque::from([(value, steps)]);
        while let Some((value, steps)) = todo.pop_front() {
            if self.done {
                break;
            }
            let Some((step, rest)) = steps.split_first() else {
                self.row(&Row::Document(value))?;
                continue;
            };
            let next: Vec<_> = match step {
                Step::Elements | Step::Fields => evaluate::children(value, step).map(|child| (child, rest)).collect(),
                step => evaluate::one(value, step)?.map(|child| (child, rest)).into_iter().collect(),
            };
            if next.is_empty() {
                self.row(&Row::Document(&Value::Missing))?;
            }
            for found in next.into_iter().rev() {
                todo.push_front(found);
            }
        }
        Ok(())
    }

    fn take_header(&mut self, record: &str) -> Result<()> {
        let Format::Csv(csv, _) = &self.format else { return Ok(()) };
        let record = csv.line(record);
        if csv.is_void(record) {
            return Ok(());
        }
        if self.header == Header::Ignore {
            self.header = Header::None;
            return Ok(());
        }
        let mut names = Vec::new();
        csv.fields(record, true, &mut names)?;
        self.take_names(names.iter().map(ToString::to_string).collect())
    }

    fn take_names(&mut self, names: Vec<String>) -> Result<()> {
        self.names = names;
        self.bind()?;
        self.header = Header::None;
        Ok(())
    }

    fn bind(&mut self) -> Result<()> {
        let columns = match (&self.format, self.header) {
            (Format::Csv(..), Header::Use) => Columns::Names(&self.names),
            (Format::Csv(..), _) => Columns::Positions,
            _ => Columns::Fields,
        };
        let plan = Plan::bind(&self.statement, columns)?;
        self.accumulators = plan.aggregates.iter().map(|(function, _)| Accumulator::new(*function)).collect();
        self.plan = Some(plan);
        self.done = self.left == 0;
        Ok(())
    }

    /// Evaluates the statement for a row.
    fn row(&mut self, row: &Row<'_>) -> Result<()> {
        let Some(plan) = &self.plan else { return Ok(()) };
        let env = Environment { now: &self.now, aggregates: &[] };
        if let Some(condition) = &plan.condition
            && evaluate::truth(condition, row, &env)? != Some(true)
        {
            return Ok(());
        }
        if plan.aggregates.is_empty() {
            let whole = self.result.len();
            let projected = project(&plan.list, row, &env, Writer::new(&self.output, &mut self.result));
            if projected.is_err() {
                self.result.truncate(whole);
            }
            projected?;
            self.left -= 1;
            self.done = self.left == 0;
            return Ok(());
        }
        for ((_, of), accumulator) in plan.aggregates.iter().zip(&mut self.accumulators) {
            match of {
                Some(of) => accumulator.add(&*evaluate::value(of, row, &env)?)?,
                None => accumulator.add_row(),
            }
        }
        Ok(())
    }

    /// Writes the one record of aggregate functions.
    fn aggregate(&mut self) -> Result<()> {
        let Some(plan) = self.plan.as_ref().filter(|plan| !plan.aggregates.is_empty() && self.left > 0) else {
            return Ok(());
        };
        let results = self.accumulators.iter().map(Accumulator::result).collect::<Result<Vec<_>>>()?;
        let env = Environment { now: &self.now, aggregates: &results };
        project(&plan.list, &Row::None, &env, Writer::new(&self.output, &mut self.result))
    }
}
