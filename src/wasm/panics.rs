//! What a panic leaves behind for the page.
//!
//! The modules are built with `panic=abort`: unwinding would be a sixth of what every reader downloads, and the page
//! replaces an engine after a panic anyway. A thread of the pool that panics leaves a sentence in the shared memory,
//! where the page finds it although the coordinator is blocked, and waits for its end. On the coordinator the sentence
//! is thrown as a JavaScript error.

use std::panic::PanicHookInfo;

use wasm_bindgen::prelude::*;

use crate::run::notice::Notice;

/// Of the first thread that panics; the page wants to know of no other.
static FAULT: Notice = Notice::new();

/// Returns the address of the sentence of a panic on a thread of the pool: a u32, its length in bytes or 0, and its
/// UTF-8.
#[wasm_bindgen]
pub fn fault_address() -> usize {
    FAULT.address()
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
    FAULT.leave(&sentence);
    // Going on would end in a trap, which the console would report a second time.
    loop {
        std::thread::park();
    }
}
