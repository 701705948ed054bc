//! A cook's two hands: a lock that is given to whoever asked first.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use futures::channel::oneshot::{Sender, channel};

/// The hands of one cook, on one event loop.
#[derive(Clone, Default)]
pub struct Hands(Rc<State>);

#[derive(Default)]
struct State {
    taken: Cell<bool>,
    queue: RefCell<VecDeque<Sender<Held>>>,
}

/// Held until it is dropped.
pub struct Held(Rc<State>);

impl Hands {
    /// Waits until the hands are free, and takes them.
    pub async fn take(&self) -> Held {
        if !self.0.taken.replace(true) {
            return Held(self.0.clone());
        }
        let (sender, receiver) = channel();
        self.0.queue.borrow_mut().push_back(sender);
        receiver.await.expect("hands that are held are passed on")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Whoever gave up waiting sends its turn back, and that is dropped in turn: so the hands reach the next.
        let next = self.0.queue.borrow_mut().pop_front();
        match next {
            Some(sender) => drop(sender.send(Self(self.0.clone()))),
            None => self.0.taken.set(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;
    use futures::future::{FutureExt, join_all};

    #[test]
    fn one_at_a_time_in_the_order_of_asking() {
        let hands = Hands::default();
        let holding = Cell::new(0);
        let order = RefCell::new(Vec::new());
        block_on(join_all((0..20).map(|i| {
            let (hands, holding, order) = (&hands, &holding, &order);
            async move {
                let _held = hands.take().await;
                assert_eq!(holding.replace(1), 0, "two hold the same hands");
                order.borrow_mut().push(i);
                // Lets the others ask.
                crate::run::timer::yield_now().await;
                holding.set(0);
            }
        })));
        assert_eq!(order.into_inner(), (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn whoever_gives_up_waiting_does_not_keep_the_hands() {
        let hands = Hands::default();
        let first = hands.take().now_or_never().unwrap();
        let mut second = Box::pin(hands.take());
        let mut third = Box::pin(hands.take());
        assert!(second.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());
        drop(second);
        drop(first);
        assert!(third.as_mut().now_or_never().is_some());
        assert!(hands.take().now_or_never().is_some());
    }

    #[test]
    fn a_turn_that_arrives_with_somebody_who_leaves_is_passed_on() {
        let hands = Hands::default();
        let first = hands.take().now_or_never().unwrap();
        let mut second = Box::pin(hands.take());
        let mut third = Box::pin(hands.take());
        assert!(second.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        drop(second);
        assert!(third.as_mut().now_or_never().is_some());
    }
}
