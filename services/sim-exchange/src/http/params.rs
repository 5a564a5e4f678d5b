//! The parameters of a request: each at most once, each read by the request that takes them, or the request is refused.

use std::{cell::Cell, str::FromStr};

use crate::{
    amount::{Amount, AmountError},
    error::ApiError,
    spec::Filter,
};

/// Parameters that a request may have.
const PARAMETERS_MAX: usize = 64;

struct Param {
    name: String,
    value: String,
    read: Cell<bool>,
}

/// The parameters of one request.
pub(crate) struct Params(Vec<Param>);

impl Params {
    /// From the query string and a form body; a name in both counts once, the query's.
    pub(crate) fn from_forms(query: &str, body: &str) -> Result<Self, ApiError> {
        let mut params = Self(Vec::new());
        for form in [query, body] {
            let first_of_form = params.0.len();
            for (name, value) in form_urlencoded::parse(form.as_bytes()) {
                if params.0[first_of_form..]
                    .iter()
                    .any(|param| param.name == name)
                    || params.0.len() >= PARAMETERS_MAX
                {
                    return Err(ApiError::duplicate_parameter());
                }
                if !params.0[..first_of_form]
                    .iter()
                    .any(|param| param.name == name)
                {
                    params.push(name.into_owned(), value.into_owned());
                }
            }
        }
        Ok(params)
    }

    /// From the `params` of a WebSocket API request.
    pub(crate) fn from_json(object: &serde_json::Map<String, serde_json::Value>) -> Self {
        let mut params = Self(Vec::new());
        for (name, value) in object.iter().take(PARAMETERS_MAX) {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            params.push(name.clone(), value);
        }
        params
    }

    fn push(&mut self, name: String, value: String) {
        self.0.push(Param {
            name,
            value,
            read: Cell::new(false),
        });
    }

    /// A parameter that need not be there; there, it is not empty.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&str>, ApiError> {
        let Some(param) = self.0.iter().find(|param| param.name == name) else {
            return Ok(None);
        };
        param.read.set(true);
        if param.value.is_empty() {
            Err(ApiError::empty(name))
        } else {
            Ok(Some(&param.value))
        }
    }

    /// A parameter that must be there.
    pub(crate) fn required(&self, name: &str) -> Result<&str, ApiError> {
        self.optional(name)?.ok_or_else(|| ApiError::missing(name))
    }

    /// Whether it is there; it counts as unread.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|param| param.name == name)
    }

    /// A parameter that this request must not have.
    pub(crate) fn refuse(&self, name: &str) -> Result<(), ApiError> {
        if self.has(name) {
            Err(ApiError::not_required(name))
        } else {
            Ok(())
        }
    }

    /// A market's name, well-formed.
    pub(crate) fn symbol(&self) -> Result<&str, ApiError> {
        let symbol = self.required("symbol")?;
        check_symbol(symbol)?;
        Ok(symbol)
    }

    /// Several markets: `["BTCUSDC","ETHUSDC"]`, well-formed.
    pub(crate) fn symbols(&self) -> Result<Option<Vec<String>>, ApiError> {
        let Some(text) = self.optional("symbols")? else {
            return Ok(None);
        };
        let legal = r#"^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$"#;
        let symbols: Vec<String> =
            serde_json::from_str(text).map_err(|_| ApiError::illegal("symbols", legal))?;
        symbols.iter().try_for_each(|symbol| check_symbol(symbol))?;
        Ok(Some(symbols))
    }

    /// A client order id, well-formed.
    pub(crate) fn client_order_id(&self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(id) = self.optional(name)? else {
            return Ok(None);
        };
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if id.len() > 36 || !id.bytes().all(legal) {
            return Err(ApiError::illegal(name, "^[a-zA-Z0-9-_]{1,36}$"));
        }
        Ok(Some(id.to_owned()))
    }

    /// A price or a quantity above zero; `filter` is what a number too large for any market fails.
    pub(crate) fn amount(&self, name: &str, filter: Filter) -> Result<Option<Amount>, ApiError> {
        let Some(text) = self.optional(name)? else {
            return Ok(None);
        };
        match text.parse() {
            Ok(Amount::ZERO) => Err(ApiError::invalid(name)),
            Ok(amount) => Ok(Some(amount)),
            Err(AmountError::Illegal) => {
                Err(ApiError::illegal(name, r"^([0-9]{1,20})(\.[0-9]{1,20})?$"))
            }
            Err(AmountError::TooPrecise) => Err(ApiError::precision(name)),
            Err(AmountError::TooLarge) => Err(filter.into()),
        }
    }

    /// A whole number.
    pub(crate) fn whole<T: FromStr>(&self, name: &str) -> Result<Option<T>, ApiError> {
        let Some(text) = self.optional(name)? else {
            return Ok(None);
        };
        if text.len() > 20 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ApiError::illegal(name, "^[0-9]{1,20}$"));
        }
        text.parse()
            .map(Some)
            .map_err(|_| ApiError::invalid_data(name))
    }

    /// The number of rows wanted, up to `max`.
    pub(crate) fn limit(&self, default: usize, max: usize) -> Result<usize, ApiError> {
        let limit = self.whole::<usize>("limit")?.unwrap_or(default);
        if limit == 0 {
            Err(ApiError::invalid_data("limit"))
        } else {
            Ok(limit.min(max))
        }
    }

    /// Refuses what nobody has read. The parameters of the signature have been.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        let read = self.0.iter().filter(|param| param.read.get()).count();
        if read == self.0.len() {
            Ok(())
        } else {
            Err(ApiError::unread(read, self.0.len()))
        }
    }
}

fn check_symbol(symbol: &str) -> Result<(), ApiError> {
    let legal =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    if symbol.len() > 20 || !symbol.bytes().all(legal) {
        return Err(ApiError::illegal("symbol", "^[A-Z0-9-_.]{1,20}$"));
    }
    Ok(())
}
