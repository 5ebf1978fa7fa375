//! The two kinds of reactive content, as views of Leptos. Neither is updated in place.

use std::{cell::RefCell, rc::Rc};

use leptos::{
    prelude::*,
    reactive::effect::RenderEffect,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        renderer::{
            Rndr,
            types::{Element, Node, Placeholder},
        },
        view::{
            Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr,
            any_view::AnyViewState,
        },
    },
};

use super::Live;

/// Reactive content.
pub(super) enum Part {
    /// The whole text of the enclosing element.
    Text(Live<String>),
    /// A part between two comment nodes.
    View(Live<AnyView>),
}

pub(super) struct PartState {
    place: Place,
    _effect: RenderEffect<()>,
}

enum Place {
    Text(Rc<RefCell<TextState>>),
    View(ViewState),
}

#[derive(Default)]
struct TextState {
    element: Option<Element>,
    current: String,
}

#[derive(Clone)]
struct ViewState {
    start: Placeholder,
    end: Placeholder,
    content: Rc<RefCell<Option<AnyViewState>>>,
}

/// Creates a render effect. Not generic, to avoid one copy per closure type.
fn watch(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

impl TextState {
    fn write(&mut self, text: String) {
        // Writing the same text again would undo its translation and make screen readers repeat it.
        if text != self.current {
            if let Some(element) = &self.element {
                element.set_text_content(Some(&text));
            }
            self.current = text;
        }
    }
}

impl ViewState {
    fn draw(&self, view: AnyView) {
        let mut new = view.build();
        if let Some(parent) = self.end.parent_element() {
            let old = self.end.previous_sibling();
            new.mount(&parent, Some(&self.end));
            self.remove_up_to(old);
        }
        self.content.replace(Some(new));
    }

    /// Removes all nodes after `start` up to and including `last`, even if other code inserted them.
    fn remove_up_to(&self, last: Option<Node>) {
        while let Some(last) = &last
            && *last != **self.start
            && let Some(node) = self.start.next_sibling()
        {
            Rndr::remove(&node);
            if node == *last {
                break;
            }
        }
    }
}

impl Render for Part {
    type State = PartState;

    fn build(self) -> PartState {
        match self {
            Self::Text(read) => {
                let state = Rc::<RefCell<TextState>>::default();
                let shared = Rc::clone(&state);
                let effect = watch(Box::new(move || {
                    let text = read();
                    shared.borrow_mut().write(text);
                }));
                PartState { place: Place::Text(state), _effect: effect }
            }
            Self::View(draw) => {
                let state = ViewState {
                    start: Rndr::create_placeholder(),
                    end: Rndr::create_placeholder(),
                    content: Rc::default(),
                };
                let shared = state.clone();
                let effect = watch(Box::new(move || shared.draw(draw())));
                PartState { place: Place::View(state), _effect: effect }
            }
        }
    }

    fn rebuild(self, state: &mut PartState) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl Mountable for PartState {
    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        match &self.place {
            Place::Text(state) => {
                debug_assert!(!parent.has_child_nodes(), "live text is the only child of its element");
                let mut state = state.borrow_mut();
                parent.set_text_content(Some(&state.current));
                state.element = Some(parent.clone());
            }
            Place::View(ViewState { start, end, content }) => {
                Rndr::insert_node(parent, start, marker);
                content.borrow_mut().mount(parent, marker);
                Rndr::insert_node(parent, end, marker);
            }
        }
    }

    fn unmount(&mut self) {
        match &self.place {
            Place::Text(state) => state.borrow_mut().write(String::new()),
            Place::View(state) => {
                state.remove_up_to(Some((*state.end).clone().into()));
                Rndr::remove(&state.start);
            }
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match &self.place {
            Place::Text(_) => false,
            Place::View(state) => state.start.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl Drop for PartState {
    fn drop(&mut self) {
        // The effect's task keeps the state alive until it runs again, so drop the content now.
        if let Place::View(state) = &self.place {
            state.content.take();
        }
    }
}

impl AddAnyAttr for Part {
    type Output<NewAttribute: Attribute> = Self;

    fn add_any_attr<NewAttribute: Attribute>(self, _: NewAttribute) -> Self {
        self
    }
}

/// Leptos requires this trait for every view. The app has no server-side rendering.
impl RenderHtml for Part {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> PartState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
