//! One clock for all threads of a run.
//!
//! In a browser `performance.now()` counts from another origin in every worker, so each thread adds
//! its own `performance.timeOrigin`. Resolution: 5 µs in an isolated page, coarser elsewhere.

/// An origin of time that threads share.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    #[cfg(not(target_arch = "wasm32"))]
    origin: std::time::Instant,
    #[cfg(target_arch = "wasm32")]
    origin: browser::Instant,
}

impl Clock {
    /// Starts at 0 now.
    pub fn start() -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let origin = std::time::Instant::now();
        #[cfg(target_arch = "wasm32")]
        let origin = browser::Instant::now();
        Self { origin }
    }

    /// µs since the start, the same on every thread.
    pub fn now(&self) -> f64 {
        #[cfg(not(target_arch = "wasm32"))]
        return self.origin.elapsed().as_nanos() as f64 / 1e3;
        #[cfg(target_arch = "wasm32")]
        return browser::Instant::now().since(self.origin) * 1e3;
    }

    /// Measures the clock's step in µs; infinite where the clock seems to stand still.
    pub fn step(&self) -> f64 {
        /// Most readings: they take a hundredth of a second of a clock that is quick to read.
        const LOOKS: usize = 200_000;
        /// Steps that are measured. The smallest one counts, since a thread may be taken off its core between two
        /// readings.
        const STEPS: usize = 4;
        let (mut last, mut smallest, mut steps) = (self.now(), f64::INFINITY, 0);
        for _ in 0..LOOKS {
            let now = self.now();
            if now > last {
                smallest = smallest.min(now - last);
                steps += 1;
                if steps == STEPS {
                    break;
                }
            }
            last = now;
        }
        smallest
    }

    /// Returns the start in ms since the epoch, as the page computes it; 0 natively, where no page reads it.
    pub fn origin_ms(&self) -> f64 {
        #[cfg(not(target_arch = "wasm32"))]
        return 0.0;
        #[cfg(target_arch = "wasm32")]
        return self.origin.epoch_ms();
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::{JsCast, JsValue};

    /// A moment: `performance.timeOrigin` of the thread, and `performance.now()`, both in ms. Kept
    /// apart, because their sum has a resolution of 0.2 µs only.
    #[derive(Debug, Clone, Copy)]
    pub struct Instant {
        time_origin: f64,
        now: f64,
    }

    thread_local! {
        static PERFORMANCE: (web_sys::Performance, f64) = {
            let performance = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("performance"))
                .expect("every browser has performance")
                .unchecked_into::<web_sys::Performance>();
            let origin = performance.time_origin();
            (performance, origin)
        };
    }

    impl Instant {
        pub fn now() -> Self {
            PERFORMANCE
                .with(|(performance, time_origin)| Self { time_origin: *time_origin, now: performance.now() })
        }

        /// Returns the ms from `earlier` to this moment, whichever threads read them.
        pub fn since(self, earlier: Self) -> f64 {
            (self.time_origin - earlier.time_origin) + (self.now - earlier.now)
        }

        pub fn epoch_ms(self) -> f64 {
            self.time_origin + self.now
        }
    }
}
