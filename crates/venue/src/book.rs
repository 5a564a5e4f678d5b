//! A market's book by price: two sides of levels, best first.
//!
//! Invariant: no level has quantity zero. Whether the sides may cross is for the owner to say: see [`Book::is_crossed`].

use std::collections::BTreeMap;

use money::{MoneyError, Price, Quantity};

use crate::messages::PriceLevel;

/// Both sides of a market.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    bids: BTreeMap<Price, Quantity>,
    asks: BTreeMap<Price, Quantity>,
}

impl Book {
    /// A book of these levels; of two with one price the later counts.
    pub fn new(bids: &[PriceLevel], asks: &[PriceLevel]) -> Self {
        let mut book = Self::default();
        book.update(bids, asks);
        book
    }

    /// Sets the levels' quantities; zero removes a level.
    pub fn update(&mut self, bids: &[PriceLevel], asks: &[PriceLevel]) {
        set_levels(&mut self.bids, bids);
        set_levels(&mut self.asks, asks);
    }

    /// The highest bid.
    pub fn best_bid(&self) -> Option<PriceLevel> {
        self.bids().next()
    }

    /// The lowest ask.
    pub fn best_ask(&self) -> Option<PriceLevel> {
        self.asks().next()
    }

    /// Bids, highest first.
    pub fn bids(&self) -> impl Iterator<Item = PriceLevel> + '_ {
        let levels = self.bids.iter().rev();
        levels.map(|(price, quantity)| PriceLevel(*price, *quantity))
    }

    /// Asks, lowest first.
    pub fn asks(&self) -> impl Iterator<Item = PriceLevel> + '_ {
        self.asks
            .iter()
            .map(|(price, quantity)| PriceLevel(*price, *quantity))
    }

    /// What buyers can have at `limit` or better.
    pub fn offered_up_to(&self, limit: Price) -> Result<Quantity, MoneyError> {
        Quantity::sum(self.asks.range(..=limit).map(|(_, quantity)| *quantity))
    }

    /// What sellers can give at `limit` or better.
    pub fn wanted_down_to(&self, limit: Price) -> Result<Quantity, MoneyError> {
        Quantity::sum(self.bids.range(limit..).map(|(_, quantity)| *quantity))
    }

    /// Whether the best bid is at or above the best ask, which no market's book ever is.
    pub fn is_crossed(&self) -> bool {
        match (self.best_bid(), self.best_ask()) {
            (Some(bid), Some(ask)) => bid.0 >= ask.0,
            _ => false,
        }
    }
}

fn set_levels(side: &mut BTreeMap<Price, Quantity>, levels: &[PriceLevel]) {
    for PriceLevel(price, quantity) in levels {
        if quantity.is_zero() {
            side.remove(price);
        } else {
            side.insert(*price, *quantity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(price: &str, quantity: &str) -> PriceLevel {
        PriceLevel(
            price.parse().expect("a price"),
            quantity.parse().expect("a quantity"),
        )
    }

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    fn quantity(text: &str) -> Quantity {
        text.parse().expect("a quantity")
    }

    #[test]
    fn asks_are_offered_up_to_a_limit_as_levels_come_and_go() {
        let mut book = Book::new(
            &[],
            &[level("100", "10"), level("110", "20"), level("120", "30")],
        );
        assert_eq!(book.offered_up_to(price("110")), Ok(quantity("30")));
        book.update(&[], &[level("100", "0"), level("110", "25")]);
        assert_eq!(book.offered_up_to(price("110")), Ok(quantity("25")));
    }

    #[test]
    fn an_empty_book_offers_nothing_and_has_no_price() {
        let book = Book::default();
        assert_eq!(book.offered_up_to(price("110")), Ok(Quantity::ZERO));
        assert_eq!((book.best_bid(), book.best_ask()), (None, None));
        assert!(!book.is_crossed());
    }

    #[test]
    fn bids_are_best_first_and_wanted_down_to_a_limit() {
        let book = Book::new(&[level("98", "3"), level("99", "2"), level("97", "4")], &[]);
        let prices: Vec<Price> = book.bids().map(|level| level.0).collect();
        assert_eq!(prices, [price("99"), price("98"), price("97")]);
        assert_eq!(book.wanted_down_to(price("98")), Ok(quantity("5")));
    }

    #[test]
    fn a_bid_at_the_ask_is_crossed() {
        assert!(Book::new(&[level("100", "1")], &[level("100", "1")]).is_crossed());
        assert!(!Book::new(&[level("99", "1")], &[level("100", "1")]).is_crossed());
    }
}
