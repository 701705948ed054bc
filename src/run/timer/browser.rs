//! The browser's `setTimeout`, on the thread whose event loop it wakes.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use wasm_bindgen::prelude::*;

use super::Shared;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, ms: f64) -> f64;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: f64);
}

pub(super) struct Handle {
    id: f64,
    shared: Arc<Shared>,
    /// The closure that the browser calls; it must live as long as the timer.
    _callback: Closure<dyn FnMut()>,
}

impl Handle {
    pub fn start(ms: f64, shared: Arc<Shared>) -> Self {
        let firing = shared.clone();
        let callback = Closure::own_assert_unwind_safe(move || firing.fire());
        // The browser cuts fractions off, and the timer would be early.
        let id = set_timeout(&callback, ms.max(0.0).ceil());
        Self { id, shared, _callback: callback }
    }

    /// Cancels the timer, and returns whether it was still pending.
    pub fn cancel(&self) -> bool {
        clear_timeout(self.id);
        !self.shared.fired.load(SeqCst)
    }
}
