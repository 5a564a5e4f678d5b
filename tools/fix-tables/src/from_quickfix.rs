//! Reads a QuickFIX dictionary (XML) into a [`Model`], to compare the tables with.

use std::collections::HashMap;

use anyhow::{Context, Result};
use roxmltree::{Document, Node};

use crate::model::{Field, Member, Message, Model};

struct Reader<'a> {
    tags: HashMap<String, u32>,
    components: HashMap<String, Node<'a, 'a>>,
}

pub fn read(text: &str) -> Result<Model> {
    let document = Document::parse(text)?;
    let section = |name: &str| document.root_element().children().find(|node| node.has_tag_name(name));
    let mut model = Model::default();
    let mut reader = Reader {
        tags: HashMap::new(),
        components: HashMap::new(),
    };
    for node in elements(section("fields").context("no fields")?) {
        let (name, tag) = (attribute(node, "name")?, attribute(node, "number")?.parse()?);
        let value = |value| Ok((attribute(value, "enum")?, attribute(value, "description")?));
        let values = elements(node).map(value).collect::<Result<_>>()?;
        reader.tags.insert(name.clone(), tag);
        model.fields.insert(
            tag,
            Field {
                name,
                kind: attribute(node, "type")?,
                values,
            },
        );
    }
    for node in section("components").into_iter().flat_map(elements) {
        reader.components.insert(attribute(node, "name")?, node);
    }
    for node in elements(section("messages").context("no messages")?) {
        let message = Message {
            name: attribute(node, "name")?,
            admin: attribute(node, "msgcat")? == "admin",
            members: reader.members(node, true)?,
        };
        model.messages.insert(attribute(node, "msgtype")?, message);
    }
    model.header = reader.members(section("header").context("no header")?, true)?;
    model.trailer = reader.members(section("trailer").context("no trailer")?, true)?;
    Ok(model)
}

impl Reader<'_> {
    fn members(&self, parent: Node, required: bool) -> Result<Vec<Member>> {
        let mut members = Vec::new();
        for node in elements(parent) {
            let name = attribute(node, "name")?;
            let required = required && attribute(node, "required")? == "Y";
            if node.has_tag_name("component") {
                let component = self
                    .components
                    .get(&name)
                    .with_context(|| format!("no component {name}"))?;
                members.extend(self.members(*component, required)?);
            } else {
                let tag = *self.tags.get(&name).with_context(|| format!("no field {name}"))?;
                members.push(Member {
                    tag,
                    required,
                    group: self.members(node, true)?,
                });
            }
        }
        Ok(members)
    }
}

fn elements<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(Node::is_element)
}

fn attribute(node: Node, name: &str) -> Result<String> {
    Ok(node
        .attribute(name)
        .with_context(|| format!("{} without {name}", node.tag_name().name()))?
        .to_owned())
}
