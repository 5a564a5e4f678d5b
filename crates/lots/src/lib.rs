//! Lots: opened by a venue trade, consumed first in, first out.
