use leptos::ev::MouseEvent;

/// A click handler.
pub type Click = Box<dyn FnMut(MouseEvent) + Send>;

/// Boxes a click handler, to avoid one copy per closure type.
pub fn clicked(run: impl Fn() + Send + 'static) -> Click {
    Box::new(move |_| run())
}
