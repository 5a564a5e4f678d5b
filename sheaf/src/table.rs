//! An answer as a table for people, or as JSON for programs: the same columns in both.

use serde_json::Value;

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// People.
    Text,
    /// Programs: an array with an object a row.
    Json,
}

/// Rows of texts under named columns.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row: a text for each column.
    pub(crate) fn row(&mut self, row: impl IntoIterator<Item = impl ToString>) {
        let row: Vec<String> = row.into_iter().map(|cell| cell.to_string()).collect();
        assert_eq!(row.len(), self.columns.len(), "a text for each column");
        self.rows.push(row);
    }

    pub(crate) fn text(&self, output: Output) -> String {
        match output {
            Output::Json => self
                .rows
                .iter()
                .map(|row| self.object(row))
                .collect::<Value>()
                .to_string(),
            Output::Text => self.aligned(),
        }
    }

    fn object(&self, row: &[String]) -> Value {
        let cells = self.columns.iter().zip(row);
        let cells = cells.map(|(name, cell)| (name.replace(' ', "_"), Value::from(cell.as_str())));
        Value::Object(cells.collect())
    }

    /// Numbers stand at the right of their columns, texts at the left.
    fn aligned(&self) -> String {
        let cells = |place: usize| self.rows.iter().map(move |row| row[place].as_str());
        let columns: Vec<(usize, bool)> = (0..self.columns.len())
            .map(|place| {
                let widths = cells(place).map(|cell| cell.chars().count());
                let width = widths.max().unwrap_or(0).max(self.columns[place].len());
                let numbers = cells(place).all(|cell| cell.is_empty() || is_number(cell));
                (width, numbers && cells(place).any(|cell| !cell.is_empty()))
            })
            .collect();
        let line = |row: &mut dyn Iterator<Item = &str>| {
            let cells = row.zip(&columns).map(|(cell, (width, is_right))| {
                if *is_right {
                    format!("{cell:>width$}")
                } else {
                    format!("{cell:<width$}")
                }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut lines = vec![line(&mut self.columns.iter().copied())];
        lines.extend(
            self.rows
                .iter()
                .map(|row| line(&mut row.iter().map(String::as_str))),
        );
        lines.join("\n")
    }
}

fn is_number(cell: &str) -> bool {
    cell.parse::<money::Signed>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["account", "free cash", "text"]);
        table.row(["ACC-1", "12.5", ""]);
        table.row(["ACC-10", "-3", "late"]);
        table
    }

    #[test]
    fn columns_are_aligned_numbers_to_the_right() {
        assert_eq!(
            table().text(Output::Text),
            "account  free cash  text\nACC-1         12.5\nACC-10          -3  late"
        );
    }

    #[test]
    fn json_has_an_object_a_row() {
        assert_eq!(
            table().text(Output::Json),
            r#"[{"account":"ACC-1","free_cash":"12.5","text":""},{"account":"ACC-10","free_cash":"-3","text":"late"}]"#
        );
    }
}
