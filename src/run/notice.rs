//! A sentence for the page while a run is under way: left once, and read in shared memory although nobody has a turn to
//! send it.

use std::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
    Ordering::SeqCst,
};

/// Most bytes of a sentence; the rest of a longer one is left out.
const MOST: usize = 1020;

/// Room for one sentence, which any thread may leave. The page reads it at its address: a u32, the bytes that follow it, 0
/// as long as there is none; then UTF-8.
#[repr(C)]
#[derive(Debug)]
pub struct Notice {
    length: AtomicU32,
    text: [AtomicU8; MOST],
    taken: AtomicBool,
}

impl Notice {
    /// Makes room.
    pub const fn new() -> Notice {
        Notice {
            length: AtomicU32::new(0),
            text: [const { AtomicU8::new(0) }; MOST],
            taken: AtomicBool::new(false),
        }
    }

    /// Leaves a sentence, unless there is one.
    pub fn leave(&self, sentence: &str) {
        if self.taken.swap(true, SeqCst) {
            return;
        }
        let length = sentence.floor_char_boundary(MOST);
        for (place, byte) in self.text.iter().zip(&sentence.as_bytes()[..length]) {
            place.store(*byte, Relaxed);
        }
        self.length.store(length as u32, Release);
    }

    /// Returns the sentence; none as long as nobody has left one.
    pub fn sentence(&self) -> Option<String> {
        let length = self.length.load(Acquire) as usize;
        let bytes = self.text[..length].iter().map(|byte| byte.load(Relaxed)).collect();
        (length > 0).then(|| String::from_utf8(bytes).unwrap_or_default())
    }

    /// Returns the address of its length.
    pub fn address(&self) -> usize {
        &raw const *self as usize
    }
}

impl Default for Notice {
    fn default() -> Notice {
        Notice::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_stays() {
        let notice = Notice::new();
        assert_eq!(notice.sentence(), None);
        // 511 letters of two bytes: more than there is room for, and the last one does not fit as a whole.
        notice.leave(&format!("a{}", "ä".repeat(511)));
        notice.leave("Another.");
        assert_eq!(notice.sentence(), Some(format!("a{}", "ä".repeat(509))));
    }
}
