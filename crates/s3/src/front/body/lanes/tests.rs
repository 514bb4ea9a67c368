//! Bodies side by side through pools of threads: their digests, and that nothing of them stays.

use std::future::poll_fn;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use md5::Digest as _;

use super::lane::Lane;
use super::pool::Pool;
use super::{BLOCK, LANES};

fn pool(linger: Duration) -> &'static Pool {
    Box::leak(Box::new(Pool::new(linger)))
}

/// A body of `len` bytes that is no other's.
fn body(number: usize, len: usize) -> Bytes {
    (0..len).map(|at| (at * 31 + number * 7 + at / 251) as u8).collect()
}

/// The digest of `body`, pushed in blocks of `size` bytes.
async fn digest(pool: &'static Pool, body: Bytes, size: usize) -> [u8; 16] {
    let lane = Lane::of(pool).unwrap();
    let whole = body.len() / BLOCK * BLOCK;
    let mut rest = body.slice(..whole);
    while !rest.is_empty() {
        poll_fn(|cx| lane.poll_room(cx)).await;
        lane.push(rest.split_to(size.min(rest.len())));
    }
    let state = poll_fn(|cx| lane.poll_state(cx)).await;
    let mut md5 = md5_simd::Md5::from_parts(state, whole as u64);
    md5.update(&body[whole..]);
    md5.finalize()
}

/// More bodies than lanes, of all lengths, in blocks of all sizes, on a runtime of one thread.
#[tokio::test]
async fn every_body_has_its_own_digest() {
    let pool = pool(Duration::from_secs(1));
    let bodies: Vec<_> = (0..3 * LANES).map(|number| body(number, 37 * 1009 * number + number)).collect();
    let sizes = [BLOCK, 1000 * BLOCK, 1024 * BLOCK, 5000 * BLOCK];
    let digests = bodies.iter().zip(sizes.into_iter().cycle()).map(|(body, size)| digest(pool, body.clone(), size));
    for (body, digest) in bodies.iter().zip(join_all(digests).await) {
        assert_eq!(digest[..], md5::Md5::digest(body)[..], "{} bytes", body.len());
    }
}

/// A body that is faster than its hash waits: what is not hashed stays bounded.
#[tokio::test]
async fn a_fast_body_waits_for_its_hash() {
    let lane = Lane::of(pool(Duration::from_secs(1))).unwrap();
    let block = body(1, 1 << 20);
    let mut cx = Context::from_waker(Waker::noop());
    let mut pushed = 0;
    while pushed < 100 && lane.poll_room(&mut cx).is_ready() {
        lane.push(block.clone());
        pushed += 1;
    }
    assert!(pushed < 100, "100 MiB were hashed while they were pushed");
    poll_fn(|cx| lane.poll_room(cx)).await;
    let state = poll_fn(|cx| lane.poll_state(cx)).await;
    let whole = block.repeat(pushed);
    let digest = md5_simd::Md5::from_parts(state, whole.len() as u64).finalize();
    assert_eq!(digest[..], md5::Md5::digest(&whole)[..]);
}

/// Bodies of clients that went away: their blocks are let go, and the threads end.
#[test]
fn what_is_dropped_leaves_nothing() {
    let pool = pool(Duration::from_millis(1));
    let block = body(1, 1 << 20);
    for number in 0..20 {
        let lane = Lane::of(pool).unwrap();
        for _ in 0..number % 5 {
            lane.push(block.clone());
        }
        let spares = lane.spares();
        drop(spares.lend(spares.take(sandpail_blob::BLOCK)));
    }
    while pool.is_gone() != (true, 0) {
        std::thread::yield_now();
    }
    assert!(block.is_unique());
    // The next large body finds another thread.
    let lane = Lane::of(pool).unwrap();
    lane.push(block);
    let mut cx = Context::from_waker(Waker::noop());
    while lane.poll_state(&mut cx).is_pending() {
        std::thread::yield_now();
    }
}

#[test]
fn nothing_pushed_is_the_state_of_nothing() {
    let lane = Lane::of(pool(Duration::from_millis(1))).unwrap();
    let Poll::Ready(state) = lane.poll_state(&mut Context::from_waker(Waker::noop())) else { panic!("nothing waits") };
    assert_eq!(md5_simd::Md5::from_parts(state, 0).finalize()[..], md5::Md5::digest("")[..]);
}
