//! The blob core from outside: its conformance suite, the proven faults of its model turned round, fault sweeps, a model, races and costs.

mod choices;
mod conformance;
mod costs;
mod fault;
mod model;
mod race;
mod seed;
