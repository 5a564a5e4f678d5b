//! The issuing machine: index orders, collateral, batches, contributions, holdings.
