//! Who buys what: a function of the seed and the number of clients, so that a run can be repeated.

use crate::client;

/// The fewest and most clients that a demo has.
pub(crate) const CLIENTS: std::ops::RangeInclusive<usize> = 1..=20;
/// Cash of an order, in whole cents, from and to.
const ORDER_CENTS: std::ops::Range<u64> = 50_000..2_500_000;

/// One client and its orders.
pub(crate) struct Client {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// What it wants, in order.
    pub(crate) orders: Vec<Order>,
    /// Orders first and pays later: the order waits for its collateral.
    pub(crate) pays_late: bool,
}

/// One index order.
pub(crate) struct Order {
    pub(crate) cl_ord_id: String,
    pub(crate) index: String,
    /// Whole cents.
    pub(crate) cents: u64,
}

impl Client {
    /// SenderCompID(49).
    pub(crate) fn comp_id(&self) -> String {
        client::comp_id(self.number)
    }

    /// Account(1).
    pub(crate) fn account(&self) -> String {
        client::account(self.number)
    }

    /// What it deposits: all its orders' cash, to the cent.
    pub(crate) fn deposit(&self) -> String {
        cents(self.orders.iter().map(|order| order.cents).sum())
    }
}

/// Cents as a decimal amount.
pub(crate) fn cents(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The clients of a run. The first buys every index; the last pays late when there are several.
pub(crate) fn clients(seed: u64, count: usize, indexes: &[String]) -> Vec<Client> {
    let mut random = SplitMix(seed);
    (1..=count)
        .map(|number| {
            let wanted: Vec<_> = if number == 1 {
                indexes.iter().collect()
            } else {
                vec![&indexes[number % indexes.len()]]
            };
            let orders = wanted.into_iter().zip(1..).map(|(index, n)| Order {
                cl_ord_id: format!("C{number}-{n}"),
                index: index.clone(),
                cents: random.within(ORDER_CENTS),
            });
            Client {
                number,
                orders: orders.collect(),
                pays_late: count > 1 && number == count,
            }
        })
        .collect()
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn within(&mut self, range: std::ops::Range<u64>) -> u64 {
        range.start + self.next() % (range.end - range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_names_its_orders() {
        let indexes = ["A".to_owned(), "B".to_owned()];
        let orders = |seed| {
            let clients = clients(seed, 3, &indexes);
            let orders = clients.into_iter().flat_map(|client| client.orders);
            orders
                .map(|o| (o.cl_ord_id, o.index, o.cents))
                .collect::<Vec<_>>()
        };
        assert_eq!(orders(1), orders(1));
        assert_ne!(orders(1), orders(2));
        let names: Vec<_> = orders(1)
            .into_iter()
            .map(|(id, index, _)| (id, index))
            .collect();
        let expected = [("C1-1", "A"), ("C1-2", "B"), ("C2-1", "A"), ("C3-1", "B")];
        assert_eq!(
            names,
            expected.map(|(id, index)| (id.to_owned(), index.to_owned()))
        );
    }

    #[test]
    fn cents_are_decimal_amounts() {
        assert_eq!(cents(5), "0.05");
        assert_eq!(cents(123_456), "1234.56");
    }
}
