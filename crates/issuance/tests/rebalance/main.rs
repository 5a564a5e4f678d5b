//! After a change of the basket, the difference is traded for the holders: what is beyond need is sold, what is missing is bought from
//! what that brought.

mod crossing;
mod holders;
mod limits;
mod orders;
mod trading;
