//! What a message, a header, a trailer or an entry of a repeating group consists of, in its order.

/// A field in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its tag.
    pub tag: u32,
    /// Whether it must be there.
    pub required: bool,
    /// What an entry consists of, where the field counts a repeating group.
    pub group: Option<Box<Members>>,
}

/// The members of a message or a group entry. A tag is found in constant time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    list: Box<[Member]>,
    /// A bit for each tag below `LOW_TAGS`.
    low: Box<[u64]>,
    /// Every tag with its place in the list, by tag.
    places: Box<[(u32, u16)]>,
    required: Box<[u32]>,
    /// The tags of all groups within, at any depth, sorted.
    nested: Box<[u32]>,
}

/// Tags below this have a bit each; all that FIX itself defined until 5.0 SP2 are.
const LOW_TAGS: u32 = 2048;

impl Members {
    /// From a list in its order. A tag that is there twice counts at its first place.
    pub fn new(list: Vec<Member>) -> Members {
        let mut unique: Vec<Member> = Vec::with_capacity(list.len());
        let mut places: Vec<(u32, u16)> = Vec::with_capacity(list.len());
        for member in list {
            let Err(at) = places.binary_search_by_key(&member.tag, |(tag, _)| *tag) else {
                continue;
            };
            let Ok(place) = u16::try_from(unique.len()) else {
                break;
            };
            places.insert(at, (member.tag, place));
            unique.push(member);
        }
        let highest_low = places
            .iter()
            .map(|(tag, _)| *tag)
            .filter(|tag| *tag < LOW_TAGS)
            .max();
        let mut low = vec![0; highest_low.map_or(0, |tag| tag as usize / 64 + 1)];
        for (tag, _) in places.iter().filter(|(tag, _)| *tag < LOW_TAGS) {
            low[*tag as usize / 64] |= 1 << (tag % 64);
        }
        let required = unique
            .iter()
            .filter(|member| member.required)
            .map(|member| member.tag)
            .collect();
        let groups = unique.iter().filter_map(|member| member.group.as_deref());
        let mut nested: Vec<u32> = groups
            .flat_map(|group| {
                group
                    .list
                    .iter()
                    .map(|member| member.tag)
                    .chain(group.nested.iter().copied())
            })
            .collect();
        nested.sort_unstable();
        nested.dedup();
        Members {
            nested: nested.into(),
            list: unique.into(),
            low: low.into(),
            places: places.into(),
            required,
        }
    }

    /// In the dictionary's order, which is the order on the wire within a group.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.list.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the field is one of them, nested groups not counted.
    #[inline]
    pub fn contains(&self, tag: u32) -> bool {
        if tag < LOW_TAGS {
            return self
                .low
                .get(tag as usize / 64)
                .is_some_and(|bits| bits >> (tag % 64) & 1 == 1);
        }
        self.place(tag).is_some()
    }

    /// Whether the field belongs to a group within, at any depth.
    pub fn is_nested(&self, tag: u32) -> bool {
        self.nested.binary_search(&tag).is_ok()
    }

    /// Whether the field is one of them or belongs to a group within, at any depth.
    pub fn contains_deep(&self, tag: u32) -> bool {
        self.contains(tag) || self.is_nested(tag)
    }

    /// The member of that tag.
    pub fn get(&self, tag: u32) -> Option<&Member> {
        if !self.contains(tag) {
            return None;
        }
        self.place(tag).and_then(|place| self.list.get(place))
    }

    /// The place of a tag in the order.
    pub fn place(&self, tag: u32) -> Option<usize> {
        let at = self
            .places
            .binary_search_by_key(&tag, |(tag, _)| *tag)
            .ok()?;
        Some(usize::from(self.places[at].1))
    }

    /// What an entry of the group consists of that `tag` counts.
    pub fn group(&self, tag: u32) -> Option<&Members> {
        self.get(tag)?.group.as_deref()
    }

    /// The tags that must be there, in the order of the members.
    pub fn required(&self) -> &[u32] {
        &self.required
    }

    /// The field that starts an entry of a group: its first.
    pub fn delimiter(&self) -> Option<u32> {
        self.list.first().map(|member| member.tag)
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
