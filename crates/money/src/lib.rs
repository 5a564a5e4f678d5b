//! Money newtypes: declared scales, named rounding, checked arithmetic.
