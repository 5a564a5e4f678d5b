//! Reads a dictionary of fefix into a [`Model`].
//!
//! fefix 0.7 resolves a component that is used before its definition to an empty one of the same name, so
//! components are looked up by name among those that have members.

use std::collections::HashMap;

use anyhow::{Context, Result};
use fefix::Dictionary;
use fefix::dict::{LayoutItem, LayoutItemKind};

use crate::model::{Field, Member, Message, Model};

/// Deepest nesting of components: none in FIX goes beyond 8.
const COMPONENT_DEPTH_MAX: usize = 16;
/// The message types of the session layer, the same in every version; `n` joined them in FIXT 1.1.
const ADMIN: [&str; 7] = ["0", "1", "2", "3", "4", "5", "A"];

type Components<'a> = HashMap<String, Vec<LayoutItem<'a>>>;

pub fn read(dictionary: &Dictionary) -> Result<Model> {
    // Borrowed for as long as the items taken out of them.
    let components: Vec<_> = dictionary.iter_components().collect();
    let mut by_name = Components::new();
    for component in &components {
        let items: Vec<_> = component.items().collect();
        if !items.is_empty() {
            by_name.entry(component.name().to_owned()).or_insert(items);
        }
    }
    let mut model = Model::default();
    for field in dictionary.iter_fields() {
        let values = field.enums().map(|values| {
            values
                .map(|value| (value.value().trim().to_owned(), value.description().to_owned()))
                .collect()
        });
        let kind = field.fix_datatype().to_quickfix_name().to_owned();
        model.fields.insert(
            field.tag().get().into(),
            Field {
                name: field.name().to_owned(),
                kind,
                values: values.unwrap_or_default(),
            },
        );
    }
    for message in dictionary.iter_messages() {
        let members = expand(message.layout().collect(), true, &by_name, 0)?;
        let admin = ADMIN.contains(&message.msg_type());
        model.messages.insert(
            message.msg_type().to_owned(),
            Message {
                name: message.name().to_owned(),
                admin,
                members,
            },
        );
    }
    for (name, target) in [
        ("StandardHeader", &mut model.header),
        ("StandardTrailer", &mut model.trailer),
    ] {
        if let Some(items) = by_name.get(name) {
            *target = expand(items.clone(), true, &by_name, 0)?;
        }
    }
    Ok(model)
}

/// A field is required if it is so in its component and the component is so in what it stands in.
fn expand(items: Vec<LayoutItem>, required: bool, components: &Components, depth: usize) -> Result<Vec<Member>> {
    anyhow::ensure!(depth < COMPONENT_DEPTH_MAX, "components nest without end");
    let mut members = Vec::new();
    for item in items {
        let required = required && item.required();
        match item.kind() {
            LayoutItemKind::Field(field) => members.push(Member {
                tag: field.tag().get().into(),
                required,
                group: Vec::new(),
            }),
            LayoutItemKind::Group(count, items) => {
                let group = expand(items, true, components, depth + 1)?;
                members.push(Member {
                    tag: count.tag().get().into(),
                    required,
                    group,
                });
            }
            LayoutItemKind::Component(component) => {
                let items = components
                    .get(component.name())
                    .with_context(|| format!("no component {}", component.name()))?;
                members.extend(expand(items.clone(), required, components, depth + 1)?);
            }
        }
    }
    Ok(members)
}
