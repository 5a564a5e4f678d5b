//! Lists in pages: as much as a reply has room for, and a token that says where the next page goes on.
//!
//! A list is in the order of its keys, and a token is the key of the last item told. So what comes or goes between two pages is told or is not, and
//! of everything else nothing is left out and nothing told twice.

use prost::Message;

/// Items in one page.
pub const PAGE_ITEMS_MAX: usize = 5_000;
/// Bytes of one page, unless its only item has more: below what a message may have.
pub const PAGE_BYTES_MAX: usize = 3 << 20;
/// Bytes around an item in a reply.
const FRAME_BYTES: usize = 8;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What it has room for.
    pub items: Vec<T>,
    /// Where the next one goes on; empty for the last.
    pub next_page_token: String,
}

impl<T: Message> Page<T> {
    /// The first of the items, each with its key as a token.
    pub fn of(items: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut page = Self {
            items: Vec::new(),
            next_page_token: String::new(),
        };
        let (mut bytes, mut last) = (0, String::new());
        for (token, item) in items {
            bytes += item.encoded_len() + FRAME_BYTES;
            let is_full = page.items.len() == PAGE_ITEMS_MAX || bytes > PAGE_BYTES_MAX;
            if is_full && !page.items.is_empty() {
                page.next_page_token = last;
                break;
            }
            last = token;
            page.items.push(item);
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(count: usize, bytes: usize) -> impl Iterator<Item = (String, String)> {
        (0..count).map(move |number| (format!("{number:06}"), "x".repeat(bytes)))
    }

    /// All items, page by page, and how many pages they are.
    fn read(count: usize, bytes: usize) -> (Vec<String>, usize) {
        let (mut tokens, mut pages, mut after) = (Vec::new(), 0, String::new());
        loop {
            let rest = items(count, bytes).filter(|(token, _)| *token > after);
            let page = Page::of(rest.map(|(token, text)| (token.clone(), token + &text)));
            assert!(page.items.len() <= PAGE_ITEMS_MAX);
            let sum: usize = page.items.iter().map(Message::encoded_len).sum();
            assert!(sum <= PAGE_BYTES_MAX || page.items.len() == 1, "{sum}");
            tokens.extend(page.items.iter().map(|item| item[..6].to_owned()));
            pages += 1;
            if page.next_page_token.is_empty() {
                return (tokens, pages);
            }
            after = page.next_page_token;
        }
    }

    #[test]
    fn the_pages_of_a_list_have_every_item_once_within_the_limits() {
        for (count, bytes, pages) in [
            (0, 1, 1),
            (1, 1, 1),
            (PAGE_ITEMS_MAX, 1, 1),
            (PAGE_ITEMS_MAX + 1, 1, 2),
            (7, 1 << 20, 4),
            // Each above the limit by itself.
            (2, 4 << 20, 2),
        ] {
            let (tokens, count_of_pages) = read(count, bytes);
            let all: Vec<String> = items(count, 0).map(|(token, _)| token).collect();
            assert_eq!(tokens, all, "{count} of {bytes}");
            assert_eq!(count_of_pages, pages, "{count} of {bytes}");
        }
    }
}
