//! What a panic leaves behind for the page.
//!
//! The modules are built with `panic=abort`: unwinding would be a sixth of what every reader downloads, and the page
//! replaces an engine after a panic anyway. A thread of the pool that panics leaves a sentence in the shared memory,
//! where the page finds it although the coordinator is blocked, and waits for its end. On the coordinator the sentence
//! is thrown as a JavaScript error.

use std::panic::PanicHookInfo;
use std::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, Ordering::Relaxed, Ordering::Release, Ordering::SeqCst,
};

use wasm_bindgen::prelude::*;

/// Most bytes of a sentence; the rest of a longer one is left out.
const MOST: usize = 1020;

/// The page reads this in shared memory: a u32, the bytes that follow it, 0 as long as nothing has panicked; then
/// UTF-8.
#[repr(C)]
struct Fault {
    length: AtomicU32,
    text: [AtomicU8; MOST],
}

static FAULT: Fault = Fault { length: AtomicU32::new(0), text: [const { AtomicU8::new(0) }; MOST] };
/// Set by the first thread that panics; the page wants to know of no other.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Returns the address of the sentence of a panic on a thread of the pool: a u32, its length in bytes or 0, and its
/// UTF-8.
#[wasm_bindgen]
pub fn fault_address() -> usize {
    &raw const FAULT as usize
}

/// Tells the console and the page of panics from now on.
pub fn watch() {
    std::panic::set_hook(Box::new(tell));
}

fn tell(panic: &PanicHookInfo) {
    console_error_panic_hook::hook(panic);
    let message = panic.payload_as_str().unwrap_or("no message");
    let sentence = format!("A panic ended the run: {message}.");
    if rayon::current_thread_index().is_none() {
        wasm_bindgen::throw_str(&sentence);
    }
    leave(&sentence);
    // Going on would end in a trap, which the console would report a second time.
    loop {
        std::thread::park();
    }
}

fn leave(sentence: &str) {
    if TAKEN.swap(true, SeqCst) {
        return;
    }
    let length = sentence.floor_char_boundary(MOST);
    for (place, byte) in FAULT.text.iter().zip(&sentence.as_bytes()[..length]) {
        place.store(*byte, Relaxed);
    }
    FAULT.length.store(length as u32, Release);
}
