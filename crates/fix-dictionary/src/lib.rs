//! FIX dictionaries as tables: fields, messages, components and groups of each version.
