//! Fitting: what to buy for whom in the next batch, as a pure function.
