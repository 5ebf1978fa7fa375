use leptos::ev::MouseEvent;

/// What a button does.
pub type Click = Box<dyn FnMut(MouseEvent) + Send>;

/// Boxes what a button does, for the reason of [`live`](super::live).
pub fn clicked(run: impl Fn() + Send + 'static) -> Click {
    Box::new(move |_| run())
}
